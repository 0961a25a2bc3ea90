-- title: plain encapsulation
-- group: class
-- class: encapsulation
-- weight: 0
-- param min_packets = 6: both ways together; fewer are a probe
-- param min_bytes = 1000: both ways together, where a log counts no packets
-- innocent when: always; on its own it is never taken for a VPN
--
-- GRE, IP in IP, 6in4, Teredo, GTP, CAPWAP and VXLAN wrap packets for operators, consoles and
-- radio networks. They are counted, so that nobody wonders where they are, and weigh nothing.
with
summed as (
    select
        session,
        min(family) as family,
        cast(sum(coalesce(packets_out, 0) + coalesce(packets_in, 0)) as bigint) as packets,
        cast(sum(coalesce(bytes_out, 0) + coalesce(bytes_in, 0)) as bigint) as bytes,
    from seen
    where role = 'capsule'
    group by session
)
select
    session,
    $weight as weight,
    substr(family, 7,
        20) || ', ' || cast(packets as varchar) || ' packets, ' || cast(bytes as varchar)
    || ' bytes' as saw,
    'no other evidence' as guards,
from summed
where packets >= $min_packets or packets = 0 and bytes >= $min_bytes
