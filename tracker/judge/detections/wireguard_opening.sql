-- title: WireGuard's opening: 148 bytes, answered by 92 or 64
-- group: shape
-- family: wireguard
-- weight: 9
-- needs: first_out, first_in
-- innocent when: another program's first two packets are as long; of 37,000 flows none was
--
-- The initiation of WireGuard's handshake is 148 bytes long, the response 92; a server under load
-- sends a cookie of 64 first (the WireGuard paper, section 5.4). Few logs tell the length of the
-- first packets; where one does, the port does not matter.
select
    session,
    max($weight) as weight,
    'first payloads ' || cast(max(first_asked) as varchar) || ' bytes, then '
    || cast(max(first_answered) as varchar) as saw,
    'both lengths; the first record of the connection' as guards,
from opened
where family = 'wireguard'
group by session
