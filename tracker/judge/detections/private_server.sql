-- title: a private address on the other side
-- group: penalty
-- weight: 0
-- innocent when: a branch, a laboratory, or the operator's own machines
--
-- Both ends lie in somebody's own network (RFC 1918, RFC 4193). That weighs nothing either way:
-- VPNs between branches are there, and so is what never leaves a house. It is said.
select session, max($weight) as weight, 'the other side is private' as saw, '' as guards,
from seen
where to_private = 1 and role <> 'capsule'
group by session
