-- title: sessions: their records summed up, before anything is judged
--
-- A worse finding in any of a session's records would have put that record into another part, so
-- attribution is the same in all. A record without a conversation is a connection of its own;
-- copies count nothing, and what a sampling exporter counts is taken times its rate, as far as a
-- bigint holds it. Where an edge has two holders nobody is named. Of records that begin at once
-- what they tell comes before where they stand, which another cut of the files would change, and
-- with it the session's id. What is one record alone needs no summing up.
with
told as (
    select
        * exclude (bytes_out, bytes_in, packets_out, packets_in),
        case when not is_copy then bytes_out * sampled end as bytes_out,
        case when not is_copy then bytes_in * sampled end as bytes_in,
        case when not is_copy then packets_out * sampled end as packets_out,
        case when not is_copy then packets_in * sampled end as packets_in,
    from (
        select *, cast(greatest(coalesce(sampling, 1), 1) as decimal(10, 0)) as sampled
        from member
    ) as sampled
),
ranked as (
    select
        *,
        row_number() over (
            partition by session
            order by started_us,
                case direction when 'outbound' then 1 when 'inbound' then 2 else 3 end,
                protocol, port, coalesce(subject_port, -1), coalesce(remote_port, -1),
                coalesce(conversation, ''), origin, line
        ) as place,
    from told
    where records > 1
),
summed as (
    select
        session,
        min(pair) as pair,
        max(case when place = 1 then direction end) as direction,
        min(started_us) as first_us,
        max(over_us) as last_us,
        max(case when place = 1 then subject_port end) as src_port,
        max(case when place = 1 then remote_port end) as remote_port,
        max(case when place = 1 then nullif(protocol, 0) end) as protocol,
        count(distinct case when not is_copy then conversation end)
        + cast(sum(case when is_copy or conversation is not null then 0 else 1 end) as bigint)
        as connections,
        sum(bytes_out) as bytes_out, sum(bytes_in) as bytes_in,
        sum(packets_out) as packets_out, sum(packets_in) as packets_in,
        min(attribution) as attribution, max(doubt) as doubt,
        case when min(coalesce(holder, '')) = max(holder) then max(holder) end as holder,
        case when min(coalesce(station, '')) = max(station) then max(station) end as station,
        coalesce(max(case when place = 1 then basis end), min(basis)) as basis,
        array_to_string(list_sort(list_distinct(list(coalesce(gateway, '')))), ',') as gateway,
    from ranked
    group by session
    union all
    select
        session, pair, direction, started_us, over_us, subject_port, remote_port,
        nullif(protocol, 0), case when is_copy then 0 else 1 end,
        bytes_out, bytes_in, packets_out, packets_in,
        attribution, doubt, holder, station, basis, coalesce(gateway, ''),
    from told
    where records = 1
)
select
    summed.* exclude (bytes_out, bytes_in, packets_out, packets_in, station, basis),
    pair.judged, pair.subject_key, pair.inner_key, pair.remote_key, pair.family,
    case when bytes_out is not null
        then cast(least(bytes_out, 9223372036854775807) as bigint) end as bytes_out,
    case when bytes_in is not null
        then cast(least(bytes_in, 9223372036854775807) as bigint) end as bytes_in,
    case when packets_out is not null
        then cast(least(packets_out, 9223372036854775807) as bigint) end as packets_out,
    case when packets_in is not null
        then cast(least(packets_in, 9223372036854775807) as bigint) end as packets_in,
    case when holder is not null then station end as station,
    case when holder is not null then basis end as basis,
from summed
join pair on summed.pair = pair.pair
