-- title: the ports worth a look: those of VPNs, and those that a detection states
select protocol, port, family, role
from vpn_port
union
select stated_port.protocol, stated_port.port, min(stated_port.family), ''
from stated_port
left join vpn_port
    on stated_port.protocol = vpn_port.protocol and stated_port.port = vpn_port.port
where vpn_port.family is null
group by stated_port.protocol, stated_port.port
