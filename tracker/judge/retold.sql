-- title: oriented records of conversations that may be told more than once, and who told of each
-- param within_us = 60000000: records of one conversation from two exporters overlap or nearly do
-- param same_us = 1000000: a log in whole seconds and one in milliseconds are no further apart
-- param large = 1500: bytes of a packet that is full
--
-- An `episode` is a conversation without a pause. A teller is a gateway; what tells each way on
-- its own is another one than what tells both at once, also where a log names no gateway. Of one
-- teller a record with the same counters within a second of another is the same out of another
-- file (`is_like`), unless one file tells both and one after the other. `there` and `back` are the
-- packets of a record; who counts bytes alone saw as many as they fill. A gateway's own word and
-- single packets are never told again.
with
told as (
    select
        *,
        coalesce(gateway, '') || case
            when (coalesce(packets_out, bytes_out) is null)
                = (coalesce(packets_in, bytes_in) is null) then ''
            else ' by halves' end as teller,
        coalesce(packets_out, (bytes_out + $large - 1) // $large, 0) as there,
        coalesce(packets_in, (bytes_in + $large - 1) // $large, 0) as back,
        case when coalesce(packets_out, bytes_out) is null then 1 else 0 end as way,
    from oriented
    where not is_event and not is_packet
),
-- Nothing is told again where one teller has no two records of one way that begin as close: such
-- two lie in one span of twice that length, or in one that is shifted by half.
several as (
    select judged, talk
    from (
        select *, greatest(2 * $same_us, 1) as span_us from told
    ) as spanned
    group by judged, talk
    having
        min(teller) <> max(teller)
        or count(distinct started_us // span_us * 2 + way) < count(*)
        or count(distinct (started_us + $same_us) // span_us * 2 + way) < count(*)
),
doubtful as (
    select told.* exclude (way)
    from told
    join several on told.judged = several.judged and told.talk = several.talk
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
        lag(started_us) over own as own_us,
        lag(over_us) over own as own_over_us,
    from doubtful
    window own as (
        partition by judged, talk, teller, bytes_out, bytes_in, packets_out, packets_in, origin
        order by started_us, line
    )
)
select
    * exclude (before_us, like_us, own_us, own_over_us),
    coalesce(started_us - like_us <= $same_us, false)
    and not coalesce(
        own_us < started_us and started_us between own_over_us and own_us + $same_us, false
    )
    and coalesce(bytes_out, bytes_in, packets_out, packets_in) is not null as is_like,
    sum(case when started_us <= before_us + $within_us then 0 else 1 end) over (
        partition by judged, talk
        order by started_us, origin, line
        rows between unbounded preceding and current row
    ) as episode,
from marked
