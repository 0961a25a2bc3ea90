-- title: one local UDP port to many remotes
-- group: penalty
-- weight: -5
-- param max_remotes = 8: a VPN client has one server, seldom a few; peer-to-peer has many
-- innocent when: this speaks for the subject
--
-- The client used the same local UDP port towards many remotes in this night, as file sharing and
-- games do. It is not held against IPsec, whose port is fixed, nor against mesh VPNs, whose trait
-- it is.
select
    session,
    $weight as weight,
    'local UDP port to ' || cast(max(remotes) as varchar) || ' remotes' as saw,
    'not applied to ipsec and mesh' as guards,
from seen
where protocol = 17 and family not in ('ipsec', 'mesh') and role <> 'capsule'
group by session
having max(remotes) >= $max_remotes
