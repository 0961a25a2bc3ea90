-- title: an exporter is sure that it saw a VPN, answered
-- group: label
-- weight: 8
-- needs: app_confidence
-- param sure_percent = 100: at which the exporter has no doubt
-- param half_percent = 80: below it the exporter's word is no finding
-- param half_weight = 4: between the two
-- param inner_weight = 3: for handshakes seen inside a tunnel that the exporter cannot name
-- param min_payload = 1: bytes each way beyond the headers of TCP; an empty handshake is a scan
-- innocent when: the exporter is mistaken, or what it tells of inside is no VPN (a proxy, a relay)
--
-- Exporters such as ipfixprobe try each flow against OpenVPN's and WireGuard's headers, and say in
-- per cent how sure they are. They look at what was said, so a VPN's own port may say it as well.
with
weighed as (
    select
        labelled.session, labelled.app, labelled.confidence,
        case
            when labelled.family = '' then $inner_weight
            when labelled.confidence >= $sure_percent then $weight
            else $half_weight
        end as weight,
    from labelled
    join seen
        on labelled.session = seen.session
        and labelled.protocol = seen.protocol
        and labelled.port = seen.port
    where
        labelled.basis = 'heuristic'
        and labelled.confidence >= $half_percent
        and labelled.kind = 'tunnel'
        and case when seen.protocol = 6
            then seen.payload_out >= $min_payload and seen.payload_in >= $min_payload
            else coalesce(seen.packets_out, seen.bytes_out) > 0
                and coalesce(seen.packets_in, seen.bytes_in) > 0
        end
),
ranked as (
    select
        *,
        row_number() over (partition by session order by weight desc, confidence desc, app)
        as place,
    from weighed
)
select
    session,
    weight,
    'exporter sure of ' || app || ' to ' || cast(confidence as varchar) || ' per cent, answered'
    as saw,
    'answered both ways; found by what was said' as guards,
from ranked
where place = 1
