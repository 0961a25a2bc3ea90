-- title: a port of the network's own services
-- group: penalty
-- weight: -5
-- innocent when: this speaks for the subject
--
-- What answers is DNS, time, addresses, names, radius or an operator's encapsulation by its port.
select
    session,
    max($weight) as weight,
    'port ' || cast(min(port) as varchar) as saw,
    'server-side port' as guards,
from seen
where house = 'infrastructure' and role <> 'capsule'
group by session
