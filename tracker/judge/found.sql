-- title: sessions: their records summed up, before anything is judged
-- kept: no
--
-- A worse finding in any of a session's records would have put that record into another part, so
-- attribution and doubt are the same in all. A record without a conversation is a connection of
-- its own; copies count nothing, and what a sampling exporter counts is taken times its rate,
-- as far as a bigint holds it. Where an edge has two holders nobody is named.
with
sampled as (
    select *, cast(greatest(coalesce(sampling, 1), 1) as decimal(10, 0)) as sampled
    from member
),
summed as (
    select
        session,
        min(pair) as pair,
        min(first_direction) as direction,
        min(started_us) as first_us,
        max(over_us) as last_us,
        max(case when place = 1 then subject_port end) as src_port,
        max(case when place = 1 then remote_port end) as remote_port,
        max(case when place = 1 then nullif(protocol, 0) end) as protocol,
        count(distinct case when not is_copy then conversation end)
        + sum(case when is_copy or conversation is not null then 0 else 1 end) as connections,
        sum(case when not is_copy then bytes_out * sampled end) as bytes_out,
        sum(case when not is_copy then bytes_in * sampled end) as bytes_in,
        sum(case when not is_copy then packets_out * sampled end) as packets_out,
        sum(case when not is_copy then packets_in * sampled end) as packets_in,
        min(attribution) as attribution,
        max(doubt) as doubt,
        min(coalesce(holder, '')) as some_holder,
        max(holder) as holder,
        min(coalesce(station, '')) as some_station,
        max(station) as station,
        coalesce(max(case when place = 1 then basis end), min(basis)) as basis,
        list_sort(list_distinct(list(coalesce(gateway, '')))) as gateways,
    from sampled
    group by session
)
select
    summed.session,
    pair.judged,
    pair.subject_key,
    pair.inner_key,
    pair.remote_key,
    pair.family,
    summed.direction,
    summed.first_us,
    summed.last_us,
    subject.ip as src_ip,
    inner_side.ip as inner_ip,
    summed.src_port,
    remote.ip as remote_ip,
    summed.remote_port,
    summed.protocol,
    summed.connections,
    case when bytes_out is not null
        then cast(least(bytes_out, 9223372036854775807) as bigint) end as bytes_out,
    case when bytes_in is not null
        then cast(least(bytes_in, 9223372036854775807) as bigint) end as bytes_in,
    case when packets_out is not null
        then cast(least(packets_out, 9223372036854775807) as bigint) end as packets_out,
    case when packets_in is not null
        then cast(least(packets_in, 9223372036854775807) as bigint) end as packets_in,
    summed.attribution,
    summed.doubt,
    case when some_holder = holder then holder end as holder,
    case when some_holder = holder and some_station = station then station end as station,
    case when some_holder = holder then basis end as basis,
    array_to_string(gateways, ',') as gateway,
from summed
join pair on summed.pair = pair.pair
join address as subject on pair.subject_key = subject.address_key
left join address as remote on pair.remote_key = remote.address_key
left join address as inner_side on pair.inner_key = inner_side.address_key
