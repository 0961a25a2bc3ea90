-- title: records in segments: runs within one night whose silences are no longer than the gap
-- last reader of: homed
--
-- Scans are left out here. A record that is all that its pair has is a segment of its own.
with
kept as (
    select
        pair.pair, pair.records, pair.judged, pair.subject_key, pair.inner_key,
        homed.away, homed.started_us, homed.over_us, homed.reach_us,
        homed.protocol, homed.port, homed.direction, homed.remote_serves,
        homed.subject_port, homed.remote_port, homed.bytes_out, homed.bytes_in,
        homed.packets_out, homed.packets_in, homed.gateway, homed.origin,
        homed.line,
        homed.conversation, homed.translated, homed.via, homed.first_asked, homed.first_answered,
        homed.app, homed.app_basis, homed.sampling, homed.is_event, homed.is_copy, homed.role,
    from homed
    join pair
        on homed.judged = pair.judged
        and homed.subject_key = pair.subject_key
        and homed.inner_key = pair.inner_key
        and homed.remote_key = pair.remote_key
        and homed.family = pair.family
    left join scanner
        on homed.judged = scanner.judged
        and homed.away = scanner.away
        and homed.remote_serves = scanner.remote_serves
        and homed.protocol = scanner.protocol
        and homed.port = scanner.port
        and case when homed.remote_serves then homed.subject_key else homed.remote_key end
        = scanner.client_key
    where scanner.client_key is null
),
marked as (
    select
        *,
        max(reach_us) over (
            partition by pair, away
            order by started_us, origin, line
            rows between unbounded preceding and 1 preceding
        ) as before_us,
    from kept
    where records > 1
)
select
    * exclude (before_us),
    cast(
        sum(case when started_us <= before_us + $gap_us then 0 else 1 end) over (
            partition by pair, away
            order by started_us, origin, line
            rows between unbounded preceding and current row
        ) as bigint
    ) as segment,
from marked
union all
select *, 1 from kept where records = 1
