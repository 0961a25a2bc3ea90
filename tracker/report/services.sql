-- What the session's raw records show of its protocol family: each protocol and VPN port.
--
-- A term fits by any of them: IPsec opens on port 500 and moves to 4500 and to ESP. Port 0 stands
-- for a protocol without ports. `vpn_port` is the table that judging uses.
select distinct vpn_port.protocol, vpn_port.port
from one
cross join record
join vpn_port
    on record.protocol = vpn_port.protocol
    and (
        vpn_port.port = 0
        or vpn_port.port = case
            when record.src_ip = one.remote_ip then record.src_port
            else record.dst_port
        end
        -- The port that tells is the server's, and who did not open it may be one.
        or one.direction <> 'outbound'
        and vpn_port.port in (record.src_port, record.dst_port)
    )
where
    one.remote_ip is not null
    and (vpn_port.family = one.family or one.family = 'pptp' and vpn_port.protocol = 47)
union
select protocol, remote_port from one
