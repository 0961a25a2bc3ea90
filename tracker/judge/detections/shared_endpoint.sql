-- title: several subscribers' VPN, and nothing else on that host
-- group: list
-- weight: 1.5
-- param max_others = 0: other services that the host answered on
-- innocent when: it is an employer's gateway, which the register should name
--
-- Five subscribers or more speak to this server in the way of a VPN, and the host answers nobody on
-- any other port: a server that is a VPN's alone.
select
    session,
    max($weight) as weight,
    cast(max(subjects) as varchar) || ' subscribers, nothing else on the host' as saw,
    'each with a port, shape or label of its own' as guards,
from shared_end
where others <= $max_others
group by session
