-- title: somebody outside knocked, and the subscriber's side hardly answered
-- group: penalty
-- weight: -30
-- param min_each = 2: packets each way; one each is what a probe and its refusal look like
-- param min_packets = 6: both ways together; below this a scan looks the same
-- param min_bytes = 1000: each way, where a log counts no packets
-- innocent when: this speaks for the subject
--
-- All of it was opened from outside, and too little came back to be a tunnel. Scanners greet every
-- address in the words of each VPN, so that inspection names it rightly, and a router's polite
-- refusal is an answer. Whatever else speaks for a tunnel, this outweighs it: whoever is knocked
-- at has used nothing.
with
summed as (
    select
        session,
        cast(sum(packets_out) as bigint) as packets_out,
        cast(sum(packets_in) as bigint) as packets_in,
        cast(sum(bytes_out) as bigint) as bytes_out,
        cast(sum(bytes_in) as bigint) as bytes_in,
    from seen
    group by session
    having max(remote_serves) = 0
)
select
    session,
    $weight as weight,
    case
        when packets_in is null then coalesce(cast(bytes_in as varchar), 'no') || ' bytes in, '
            || coalesce(cast(bytes_out as varchar), 'no') || ' out'
        else cast(packets_in as varchar) || ' packets in, '
            || coalesce(cast(packets_out as varchar), 'no') || ' out'
    end as saw,
    'opened from outside' as guards,
from summed
where
    not coalesce(
        packets_out >= $min_each and packets_in >= $min_each
            and packets_out + packets_in >= $min_packets
        or packets_out is null and packets_in is null and bytes_out >= $min_bytes
            and bytes_in >= $min_bytes,
        false
    )
