-- title: a port of speech and pictures
-- group: penalty
-- weight: -3
-- innocent when: this speaks for the subject
--
-- What answers is STUN or TURN by its port, which arrange calls and carry them. Their lengths are
-- multiples of four by design, as a VPN's are.
select
    session,
    max($weight) as weight,
    'port ' || cast(min(port) as varchar) as saw,
    'server-side port' as guards,
from seen
where house = 'call'
group by session
