-- title: who held the address at the instant: one row a candidate, or one that says there is none
--
-- The protocol is told where it was asked for, or makes a difference.
with
row_of as (
    select
        answer.protocol, answer.grade, answer.doubt,
        case when candidate.holder = answer.holder then candidate.holder end as holder,
        case when candidate.holder = answer.holder then candidate.station end as station,
        coalesce(candidate.candidates, 0) as candidates,
        candidate.kind, nullif(candidate.gateway, '') as gateway,
        answer.inner_key, candidate.port_first, candidate.port_last,
        make_timestamptz(candidate.opened_us) as opened_at, candidate.opened_by,
        make_timestamptz(candidate.closed_us) as closed_at, candidate.closed_by,
        candidate.evidence, told_by.sources,
    from answer
    left join candidate on answer.protocol = candidate.protocol
    left join told_by
        on candidate.holder = answer.holder
        and candidate.holder = told_by.holder
        and candidate.opened_us = told_by.opened_us
),
gathered as (
    select * exclude (protocol), list_sort(list(distinct protocol)) as protocols
    from row_of
    group by all
)
select
    grade, doubt, candidates, holder, station, kind, gateway, $ip as ip, address.ip as inner_ip,
    case when len(protocols) = len(cast($protocols as integer[])) and $protocol is null then null
        else protocols[1] end as protocol,
    port_first, port_last, opened_at, opened_by, closed_at, closed_by, evidence, sources,
from gathered
left join (select distinct address_key, ip from address) as address
    on gathered.inner_key = address.address_key
order by all
