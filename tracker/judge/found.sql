-- title: sessions: their records summed up, before anything is judged
select
    session,
    judged,
    subject_key,
    remote_key,
    family,
    first_direction as direction,
    first_us,
    max(over_us) as last_us,
    min(subject_ip) as src_ip,
    max(case when place = 1 then subject_port end) as src_port,
    min(remote_ip) as remote_ip,
    max(case when place = 1 then remote_port end) as remote_port,
    max(case when place = 1 then protocol end) as protocol,
    count(distinct conversation) as connections,
    cast(sum(bytes_out) as bigint) as bytes_out,
    cast(sum(bytes_in) as bigint) as bytes_in,
    cast(sum(packets_out) as bigint) as packets_out,
    cast(sum(packets_in) as bigint) as packets_in,
    -- A worse finding in any of its records would have put that record into another part.
    max(attribution) as attribution,
    max(doubt) as doubt,
    case when count(distinct holder) = 1 and min(coalesce(holder, '')) <> '' then min(holder) end as holder,
    case when count(distinct station) = 1 and min(coalesce(holder, '')) <> '' then min(station) end
    as station,
    case when count(distinct holder) = 1 and min(coalesce(holder, '')) <> '' then min(basis) end as basis,
    array_to_string(list_sort(list(distinct gateway)), ',') as gateway,
from member
group by session, judged, subject_key, remote_key, family, first_direction, first_us
