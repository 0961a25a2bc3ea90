-- title: what the sessions that are asked about would show of their protocol
--
-- A family shows what it is known by: IPsec its two ports and ESP. Port 0 stands for a port that
-- nobody said, which contradicts no term: a protocol alone may be any family that goes over it.
with
said as (
    select session, family, protocol, coalesce(port, 0) as port
    from question
),
known as (
    select
        said.session,
        vpn_port.family,
        vpn_port.protocol,
        case when said.port = 0 or vpn_port.port = 0 then 0 else said.port end as port,
    from said
    join vpn_port
        on coalesce(said.family, vpn_port.family) = vpn_port.family
        and coalesce(said.protocol, vpn_port.protocol) = vpn_port.protocol
        and (said.port = 0 or vpn_port.port in (0, said.port))
    where said.family is not null or said.protocol is not null
)
select session, family, protocol, port from known
union
select said.session, own.protocol, cast(null as integer), said.port
from said
cross join (select distinct protocol from term) as own
where said.family is null and said.protocol is null
union
select session, family, protocol, port from said
