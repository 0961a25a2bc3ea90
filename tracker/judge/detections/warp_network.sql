-- title: WARP's network, on ports that others use as well
-- group: port
-- class: privacy_relay
-- family: wireguard
-- weight: 8
-- param min_each = 2: packets each way; one each is what a probe and its refusal look like
-- param min_packets = 6: both ways together; below this a scan looks the same
-- param min_bytes = 1000: each way, where a log counts no packets
-- innocent when: always: WARP hides who asks, and is no VPN to anywhere; it is counted
--
-- Cloudflare's WARP answers at 162.159.192.0/22 on UDP 443, 500, 1701 and 4500 where 2408 is shut.
-- These are the numbers of HTTP/3, IPsec and L2TP, which nobody speaks there.
select
    session,
    max($weight) as weight,
    'UDP ' || array_to_string(list_sort(list(distinct cast(port as varchar))), ' and ')
    || ' in WARP''s network, answered' as saw,
    'server-side port; answered both ways; enough packets' as guards,
from seen
where
    protocol = 17
    and to_relay = 1
    and port in (443, 500, 1701, 4500)
    and (
        packets_out >= $min_each and packets_in >= $min_each
            and packets_out + packets_in >= $min_packets
        or packets_out is null and packets_in is null and bytes_out >= $min_bytes
            and bytes_in >= $min_bytes
    )
group by session
