-- title: UDP whose bytes are multiples of four, both ways
-- group: shape
-- weight: 1.5
-- needs: packets_out
-- param unit = 4: WireGuard pads to 16 bytes and IPsec to 4, so that no sum leaves a remainder
-- param min_out = 4: packets out; of few packets one in some leaves no remainder by chance
-- param min_in = 3: packets in
-- param max_remotes = 8: of one local port; file sharing and games have so many
-- innocent when: calls and STUN, a third of whose flows do, other UDP a quarter, QUIC one in twelve
--
-- Of WireGuard and of IPsec through NAT every payload is a multiple of four bytes long, and headers
-- of 28 or 48 bytes leave that so. OpenVPN and L2TP pad nothing, so that on their ports it would be
-- chance. This only supports what else was seen.
with
summed as (
    select
        session,
        cast(sum(bytes_out) as bigint) as bytes_out,
        cast(sum(bytes_in) as bigint) as bytes_in,
        cast(sum(packets_out) as bigint) as packets_out,
        cast(sum(packets_in) as bigint) as packets_in,
        min(case when protocol = 17 and family not in ('openvpn', 'l2tp') then 1 else 0 end)
        as is_udp,
        max(case when house = '' then 0 else 1 end) as is_house,
    from seen
    group by session
)
select
    summed.session,
    $weight as weight,
    cast(bytes_out as varchar) || ' bytes out and ' || cast(bytes_in as varchar)
    || ' in, no remainder by ' || cast($unit as varchar) as saw,
    'enough packets; no DNS, STUN, NTP; no label of another service; no fan-out' as guards,
from summed
where
    is_udp = 1
    and is_house = 0
    and packets_out >= $min_out
    and packets_in >= $min_in
    and bytes_out % $unit = 0
    and bytes_in % $unit = 0
    and summed.session not in (select session from labelled where kind in ('other', 'call'))
    and summed.session not in (select session from seen where remotes >= $max_remotes)
