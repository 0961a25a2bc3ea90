-- title: WARP's own port, answered
-- group: port
-- class: privacy_relay
-- weight: 8
-- param min_each = 2: packets each way; one each is what a probe and its refusal look like
-- param min_packets = 6: both ways together; below this a scan looks the same
-- param min_bytes = 1000: each way, where a log counts no packets
-- innocent when: another service was set to listen there; few are known
--
-- A client spoke to UDP 2408, where Cloudflare's WARP listens, and was answered. WARP is WireGuard
-- with another opening, run as a service for the public.
with
summed as (
    select
        session,
        cast(sum(packets_out) as bigint) as packets_out,
        cast(sum(packets_in) as bigint) as packets_in,
        cast(sum(bytes_out) as bigint) as bytes_out,
        cast(sum(bytes_in) as bigint) as bytes_in,
        array_to_string(list_sort(list(distinct 'UDP ' || cast(port as varchar))),
            ' and ') as service,
    from seen
    where protocol = 17 and port = 2408
    group by session
)
select
    session,
    $weight as weight,
    service || ' answered, ' || case
        when packets_out is null
            then cast(bytes_out as varchar) || ' bytes out, ' || cast(bytes_in as varchar) || ' in'
        else cast(packets_out as varchar) || ' packets out, ' || cast(packets_in as varchar)
            || ' in'
    end as saw,
    'server-side port; answered both ways; enough packets' as guards,
from summed
where
    packets_out >= $min_each and packets_in >= $min_each
        and packets_out + packets_in >= $min_packets
    or packets_out is null and packets_in is null and bytes_out >= $min_bytes
        and bytes_in >= $min_bytes
