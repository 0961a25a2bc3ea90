-- What the session's raw records show of its protocol family: each protocol and VPN port.
--
-- A term fits by any of them: IPsec opens on port 500 and moves to 4500 and to ESP. Port 0 stands
-- for a protocol without ports. `vpn_port` is the table that judging uses.
with
span as (
    select
        unnest(sources, max_depth := 2),
        src_ip, remote_ip, family, direction,
        cast(first_at as date) - 1 as first_day,
        cast(last_at as date) + 1 as last_day,
    from one
)
select distinct vpn_port.protocol, vpn_port.port
from span
join connection
    on span.source = connection.source
    and connection.line between span.first_line and span.last_line
    and connection.event_date between span.first_day and span.last_day
join vpn_port
    on connection.protocol = vpn_port.protocol
    and (
        vpn_port.port = 0
        or vpn_port.port = case
            when connection.src_ip = span.remote_ip then connection.src_port
            else connection.dst_port
        end
        -- The port that tells is the server's, and who did not open it may be one.
        or span.direction <> 'outbound'
        and vpn_port.port in (connection.src_port, connection.dst_port)
    )
where
    (vpn_port.family = span.family or span.family = 'pptp' and vpn_port.protocol = 47)
    and least(connection.src_ip, connection.dst_ip) = least(span.src_ip, span.remote_ip)
    and greatest(connection.src_ip, connection.dst_ip) = greatest(span.src_ip, span.remote_ip)
union
select protocol, remote_port from one
