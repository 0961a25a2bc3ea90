-- title: OpenVPN's opening: a reset, answered by 12 bytes more
-- group: shape
-- family: openvpn
-- weight: 8
-- needs: first_out, first_in
-- innocent when: a file-sharing peer's first packets are as long; of 37,000 flows four were
--
-- OpenVPN's client opens with a reset of 14, 42, 54 or 86 bytes, by how its control channel is
-- guarded, two more over TCP; the server's reset acknowledges it and is 12 bytes longer. Scrambling
-- tools keep the lengths. A label that says file sharing speaks against it.
select
    session,
    max($weight) as weight,
    'first payloads ' || cast(max(first_asked) as varchar) || ' bytes, then '
    || cast(max(first_answered) as varchar) as saw,
    'both lengths; the first record of the connection' as guards,
from opened
where family = 'openvpn'
group by session
