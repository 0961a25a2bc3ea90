-- title: speech and pictures, by port or label
-- group: penalty
-- weight: -3
-- innocent when: this speaks for the subject
--
-- STUN and TURN arrange calls and carry them; their lengths are multiples of four by design. It is
-- not held against mesh VPNs, which find their peers by STUN.
select
    session,
    max($weight) as weight,
    'port ' || cast(min(port) as varchar) as saw,
    'server-side port; not applied to mesh' as guards,
from seen
where house = 'call' and family <> 'mesh'
group by session
