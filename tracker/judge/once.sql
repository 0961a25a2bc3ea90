-- title: oriented records; those that tell again what another told are marked as copies
-- param within_us = 60000000: records of one conversation from two exporters overlap or nearly do
-- param same_us = 1000000: a log in whole seconds and one in milliseconds are no further apart
-- param large = 1500: bytes of a packet that is full
--
-- Of one conversation that several gateways told of, the one that saw the most packets counts;
-- one that counts bytes alone saw as many as they fill at least, and of equals more bytes count.
-- Of one gateway, or of none, a record with the same counters within a second of another is the
-- same out of another file. Copies stay as lines that were looked at, and count nothing.
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
    from told where not is_event and not is_packet
    group by judged, talk having count(*) > 1
),
split as (
    select
        told.*,
        several.talk is not null and not told.is_event and not told.is_packet as is_several,
    from told
    left join several on told.judged = several.judged and told.talk = several.talk
),
marked as (
    select
        *,
        max(over_us) over (
            partition by judged, talk
            order by started_us, origin, line
            rows between unbounded preceding and 1 preceding
        ) as before_us,
        lag(started_us) over (
            partition by judged, talk, teller, bytes_out, bytes_in, packets_out, packets_in
            order by started_us, origin, line
        ) as like_us,
    from split where is_several
),
counted as (
    select
        *,
        coalesce(started_us - like_us <= $same_us, false)
        and coalesce(bytes_out, bytes_in, packets_out, packets_in) is not null as is_like,
        sum(case when started_us <= before_us + $within_us then 0 else 1 end) over (
            partition by judged, talk
            order by started_us, origin, line
            rows between unbounded preceding and current row
        ) as episode,
    from marked
),
summed as (
    select
        judged, talk, episode, teller,
        row_number() over (
            partition by judged, talk, episode
            order by sum(seen) desc, sum(size) desc, teller
        ) as place,
    from counted where not is_like
    group by judged, talk, episode, teller
)
select * exclude (teller, seen, size, talk, is_several), false as is_copy
from split where not is_several
union all
select
    counted.* exclude (teller, seen, size, talk, is_several, before_us, like_us, is_like, episode),
    is_like or summed.place > 1,
from counted
join summed
    on counted.judged = summed.judged
    and counted.talk = summed.talk
    and counted.episode = summed.episode
    and counted.teller = summed.teller
