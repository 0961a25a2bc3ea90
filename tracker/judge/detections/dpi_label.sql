-- title: inspection says VPN, answered
-- group: label
-- weight: 8
-- needs: app
-- param min_payload = 1: bytes each way beyond the headers of TCP; an empty handshake is a scan
-- innocent when: inspection is mistaken: of 28,000 other flows four bore such a label
--
-- The log's own inspection of what was said names a VPN's protocol or program. A label that only
-- repeats the port, a provider's name over a web page and a privacy relay do not count.
with
named as (
    select session, protocol, port, min(app) as app
    from labelled
    where
        basis = 'dpi'
        and (
            kind = 'tunnel'
            -- A provider's name on UDP that is neither web nor names is his tunnel.
            or kind = 'provider' and protocol = 17 and port not in (53, 443, 853)
        )
    group by session, protocol, port
)
select
    named.session,
    max($weight) as weight,
    'labelled ' || min(named.app) || ' by inspection, answered' as saw,
    'found by inspection; answered both ways; no relay, no website' as guards,
from named
join seen
    on named.session = seen.session
    and named.protocol = seen.protocol
    and named.port = seen.port
where
    case when seen.protocol = 6
        then seen.payload_out >= $min_payload and seen.payload_in >= $min_payload
        else coalesce(seen.packets_out, seen.bytes_out) > 0
            and coalesce(seen.packets_in, seen.bytes_in) > 0
    end
group by named.session
