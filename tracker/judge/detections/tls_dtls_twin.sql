-- title: TLS and DTLS to one server and port
-- group: port
-- family: sslvpn
-- weight: 4
-- needs: app
-- param apart_us = 120000000: an SSL VPN opens DTLS once TLS stands; two minutes allow for cuts
-- param min_each = 2: packets each way over UDP; one each is what a probe and its refusal look like
-- param min_packets = 6: both ways together; below this a scan looks the same
-- param min_bytes = 1000: each way over UDP, where a log counts no packets
-- param min_payload = 1: bytes each way beyond the headers of TCP; an empty handshake is a scan
-- innocent when: a site serves pages over TLS and calls over DTLS at one address
--
-- AnyConnect, FortiGate and GlobalProtect log in over TLS and move data over DTLS to the same port.
-- A site with HTTP/3 has TCP and UDP on one port as well: on 443 only what inspection calls DTLS
-- counts. On 4433, 8443 and 10443 UDP without a label counts, too, where it found TLS beside it.
with
labelling as (
    select
        session, protocol, port,
        max(case when instr(app, 'dtls') > 0 then 1 else 0 end) as is_dtls,
        max(
            case when instr(app, 'tls') > 0 or instr(app, 'ssl') > 0 or kind = 'tunnel'
                then 1 else 0 end
        ) as is_tls,
        max(
            case when instr(app, 'dtls') > 0 or kind in ('carried', 'tunnel') then 0 else 1 end
        ) as is_other,
    from labelled
    where basis in ('dpi', 'heuristic')
    group by session, protocol, port
)
select
    udp.session,
    max($weight) as weight,
    min(
        'TCP and UDP ' || cast(udp.port as varchar) || ' answered'
        || case when below.is_dtls = 1 then ', labelled DTLS' else '' end
    ) as saw,
    'same server and port; within two minutes; not QUIC; both answered' as guards,
from seen as udp
join seen as tcp on udp.session = tcp.session and udp.port = tcp.port
left join labelling as below
    on udp.session = below.session and udp.port = below.port and below.protocol = 17
left join labelling as above
    on udp.session = above.session and udp.port = above.port and above.protocol = 6
where
    udp.protocol = 17
    and tcp.protocol = 6
    and udp.port in (443, 4433, 8443, 10443)
    and udp.first_us <= tcp.last_us + $apart_us
    and tcp.first_us <= udp.last_us + $apart_us
    and coalesce(below.is_other, 0) = 0
    and (below.is_dtls = 1 or udp.port <> 443 and above.is_tls = 1)
    and (
        udp.packets_out >= $min_each and udp.packets_in >= $min_each
            and udp.packets_out + udp.packets_in >= $min_packets
        or udp.packets_out is null and udp.packets_in is null and udp.bytes_out >= $min_bytes
            and udp.bytes_in >= $min_bytes
    )
    and tcp.payload_out >= $min_payload
    and tcp.payload_in >= $min_payload
group by udp.session
