-- title: a guess of inspection's says VPN, answered
-- group: label
-- weight: 3
-- needs: app
-- param min_payload = 1: bytes each way beyond the headers of TCP; an empty handshake is a scan
-- innocent when: often; who makes such tools says so himself
--
-- Where inspection recognises nothing it may guess by behaviour, or by a port or an address and
-- not say which. On a VPN's own port the guess may be that port told twice, and does not count.
-- Elsewhere it supports other evidence, and never stands alone.
with
named as (
    select session, protocol, port, min(app) as app
    from labelled
    where basis = 'heuristic' and confidence is null and kind = 'tunnel'
    group by session, protocol, port
)
select
    named.session,
    max($weight) as weight,
    'guessed to be ' || min(named.app) || ', answered' as saw,
    'answered both ways; not the port told twice' as guards,
from named
join seen
    on named.session = seen.session
    and named.protocol = seen.protocol
    and named.port = seen.port
where
    seen.role = ''
    and case when seen.protocol = 6
        then seen.payload_out >= $min_payload and seen.payload_in >= $min_payload
        else coalesce(seen.packets_out, seen.bytes_out) > 0
            and coalesce(seen.packets_in, seen.bytes_in) > 0
    end
group by named.session
