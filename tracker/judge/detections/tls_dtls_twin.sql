-- title: TLS and DTLS to one server and port
-- group: port
-- family: sslvpn
-- weight: 4
-- needs: app
-- param apart_us = 120000000: an SSL VPN opens DTLS once TLS stands; two minutes allow for cuts
-- param min_each = 2: packets each way of both; one each is what a probe and its refusal look like
-- innocent when: a site serves pages over TLS and calls over DTLS at one address
--
-- AnyConnect, FortiGate and GlobalProtect log in over TLS and move data over DTLS to the same port.
-- So do sites with QUIC, whose label says so: on port 443 only what inspection calls DTLS counts,
-- on 4433, 8443 and 10443 what has no label, too.
with
labelling as (
    select
        session, protocol, port,
        max(case when instr(app, 'dtls') > 0 then 1 else 0 end) as is_dtls,
        max(case when instr(app, 'dtls') > 0 then 0 else 1 end) as is_other,
    from labelled
    where basis in ('dpi', 'heuristic')
    group by session, protocol, port
)
select distinct
    udp.session,
    $weight as weight,
    'TCP and UDP ' || cast(udp.port as varchar) || ' answered'
    || case when labelling.is_dtls = 1 then ', labelled DTLS' else '' end as saw,
    'same server and port; within two minutes; not QUIC; both answered' as guards,
from seen as udp
join seen as tcp on udp.session = tcp.session and udp.port = tcp.port
left join labelling
    on udp.session = labelling.session
    and udp.port = labelling.port
    and labelling.protocol = 17
where
    udp.protocol = 17
    and tcp.protocol = 6
    and udp.port in (443, 4433, 8443, 10443)
    and udp.first_us <= tcp.last_us + $apart_us
    and tcp.first_us <= udp.last_us + $apart_us
    and coalesce(labelling.is_other, 0) = 0
    and (udp.port <> 443 or labelling.is_dtls = 1)
    and coalesce(udp.packets_out, udp.bytes_out) >= $min_each
    and coalesce(udp.packets_in, udp.bytes_in) >= $min_each
    and tcp.payload_out > 0 and tcp.payload_in > 0
