-- title: OpenVPN's own port over TCP, with payload both ways
-- group: port
-- weight: 8
-- param min_each = 2: packets each way; one each is what a probe and its refusal look like
-- param min_packets = 6: both ways together; below this a scan looks the same
-- param min_bytes = 1000: each way, where a log counts no packets
-- param min_payload = 1: bytes each way beyond the headers; an empty handshake is a scan
-- innocent when: another service was set to listen on 1194; few are known
--
-- A client spoke to TCP 1194, which is registered for OpenVPN, and data flowed both ways: more
-- bytes than the packets' headers take, so that an open port alone is no hit.
with
summed as (
    select
        session,
        cast(sum(packets_out) as bigint) as packets_out,
        cast(sum(packets_in) as bigint) as packets_in,
        cast(sum(bytes_out) as bigint) as bytes_out,
        cast(sum(bytes_in) as bigint) as bytes_in,
        cast(sum(payload_out) as bigint) as payload_out,
        cast(sum(payload_in) as bigint) as payload_in,
    from seen
    where protocol = 6 and port = 1194
    group by session
)
select
    session,
    $weight as weight,
    'TCP 1194 answered, ' || case
        when packets_out is null
            then cast(bytes_out as varchar) || ' bytes out, ' || cast(bytes_in as varchar) || ' in'
        else cast(packets_out as varchar) || ' packets out, ' || cast(packets_in as varchar)
            || ' in'
    end as saw,
    'server-side port; payload both ways; enough packets' as guards,
from summed
where
    payload_out >= $min_payload
    and payload_in >= $min_payload
    and (
        packets_out >= $min_each and packets_in >= $min_each
            and packets_out + packets_in >= $min_packets
        or packets_out is null and packets_in is null and bytes_out >= $min_bytes
            and bytes_in >= $min_bytes
    )
