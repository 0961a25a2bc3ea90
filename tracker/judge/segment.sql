-- title: records in segments: runs within one night whose silences are no longer than the gap
--
-- Scans are left out here.
with
kept as (
    select
        pair.pair, oriented.away, oriented.started_us, oriented.over_us, oriented.reach_us,
        oriented.protocol, oriented.port, oriented.direction, oriented.remote_serves,
        oriented.subject_port, oriented.remote_port, oriented.bytes_out, oriented.bytes_in,
        oriented.packets_out, oriented.packets_in, oriented.gateway, oriented.origin,
        oriented.line,
        oriented.conversation,
    from oriented
    join pair
        on oriented.judged = pair.judged
        and oriented.subject_key = pair.subject_key
        and oriented.remote_key = pair.remote_key
        and oriented.family = pair.family
    left join scanner
        on oriented.judged = scanner.judged
        and oriented.away = scanner.away
        and oriented.remote_serves = scanner.remote_serves
        and oriented.protocol = scanner.protocol
        and oriented.port = scanner.port
        and case when oriented.remote_serves then oriented.subject_key else oriented.remote_key end
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
)
select
    *,
    sum(case when started_us <= before_us + $gap_us then 0 else 1 end) over (
        partition by pair, away
        order by started_us, origin, line
        rows between unbounded preceding and current row
    ) as segment,
from marked
