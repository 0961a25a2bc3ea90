-- title: oriented records; those that tell again what another told are marked as copies
-- param within_us = 60000000: records of one conversation from two exporters overlap or nearly do
-- param same_us = 1000000: a log in whole seconds and one in milliseconds are no further apart
-- param large = 1500: bytes of a packet that is full
--
-- Of several gateways that told of one conversation the one that saw the most packets counts; who
-- counts bytes alone saw as many as they fill. A gateway's record with the same counters within a
-- second of another is a copy, unless one file tells both and one after the other. Copies are lines.
with
told as (
    select
        *,
        coalesce(gateway, '') as teller,
        coalesce(packets_out, bytes_out // $large, 0) + coalesce(packets_in, bytes_in // $large, 0)
        as seen,
        coalesce(bytes_out, 0) + coalesce(bytes_in, 0) as size,
        concat_ws('/', subject_key, subject_port, '', remote_key, remote_port, '', protocol) talk,
    from oriented
),
several as (
    select judged, talk
    from told where not is_event and not is_packet group by judged, talk having count(*) > 1
),
split as (
    select
        told.*,
        several.talk is not null and not told.is_event and not told.is_packet as is_several,
    from told left join several on told.judged = several.judged and told.talk = several.talk
),
marked as (
    select
        *,
        max(over_us) over (
            partition by judged, talk order by started_us, origin, line
            rows between unbounded preceding and 1 preceding
        ) as before_us,
        lag(started_us) over (
            partition by judged, talk, teller, bytes_out, bytes_in, packets_out, packets_in
            order by started_us, origin, line
        ) as like_us,
        lag(started_us) over own as own_us,
        lag(over_us) over own as own_over_us,
    from split where is_several
    window own as (
        partition by judged, talk, teller, bytes_out, bytes_in, packets_out, packets_in, origin
        order by started_us, line
    )
),
counted as (
    select
        *,
        coalesce(started_us - like_us <= $same_us, false)
        and not coalesce(
            own_us < started_us and started_us between own_over_us and own_us + $same_us, false)
        and coalesce(bytes_out, bytes_in, packets_out, packets_in) is not null as is_like,
        sum(case when started_us <= before_us + $within_us then 0 else 1 end) over (
            partition by judged, talk order by started_us, origin, line
            rows between unbounded preceding and current row
        ) as episode,
    from marked
),
summed as (
    select
        judged, talk, episode, teller,
        row_number() over (
            partition by judged, talk, episode order by sum(seen) desc, sum(size) desc, teller
        ) as place,
    from counted where not is_like
    group by judged, talk, episode, teller
)
select * exclude (teller, seen, size, talk, is_several), false as is_copy
from split where not is_several
union all
select
    counted.* exclude (teller, seen, size, talk, is_several, before_us, like_us, own_us,
        own_over_us, is_like, episode),
    is_like or summed.place > 1,
from counted join summed
    on counted.judged = summed.judged and counted.talk = summed.talk
    and counted.episode = summed.episode and counted.teller = summed.teller
