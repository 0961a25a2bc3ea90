-- title: a port that VPNs often use, and others as well
-- group: port
-- weight: 4
-- param min_each = 2: packets each way; one each is what a probe and its refusal look like
-- param min_packets = 6: both ways together; below this a scan looks the same
-- param min_bytes = 1000: each way, where a log counts no packets
-- param min_payload = 1: bytes each way beyond the headers of TCP; an empty handshake is a scan
-- innocent when: another service listens there; of 90,000 ordinary flows 13 did
--
-- OpenVPN's second ports (UDP 1195 to 1198), WireGuard's (51821), SoftEther (TCP 992, 5555), SSL
-- VPNs (10443, UDP 4501), Shadowsocks (8388), Tor (TCP 9001). Debuggers, chat and web pages use
-- them, too, so that this alone makes no session: a list, a label or a shape has to agree.
with
summed as (
    select
        session,
        protocol,
        port,
        cast(sum(packets_out) as bigint) as packets_out,
        cast(sum(packets_in) as bigint) as packets_in,
        cast(sum(bytes_out) as bigint) as bytes_out,
        cast(sum(bytes_in) as bigint) as bytes_in,
        cast(sum(payload_out) as bigint) as payload_out,
        cast(sum(payload_in) as bigint) as payload_in,
    from seen
    where role = 'weak'
    group by session, protocol, port
)
select
    session,
    max($weight) as weight,
    array_to_string(
        list_sort(
            list(
                distinct case protocol when 6 then 'TCP ' else 'UDP ' end || cast(port as varchar)
            )
        ), ' and '
    ) || ' answered' as saw,
    'server-side port; answered both ways; enough packets' as guards,
from summed
where
    (protocol <> 6 or payload_out >= $min_payload and payload_in >= $min_payload)
    and (
        packets_out >= $min_each and packets_in >= $min_each
            and packets_out + packets_in >= $min_packets
        or packets_out is null and packets_in is null and bytes_out >= $min_bytes
            and bytes_in >= $min_bytes
    )
group by session
