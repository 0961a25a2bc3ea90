-- title: WireGuard's opening that nobody answered
-- group: class
-- class: attempt
-- family: wireguard
-- weight: 0
-- needs: packets_out
-- param lengths = 148: payload bytes of the opening, which the client repeats
-- param min_packets = 3: fewer may be anything
-- innocent when: an endpoint is down, or its owner moved; nobody has reached anything
--
-- WireGuard sends its initiation of 148 bytes again every five seconds until somebody answers. The
-- subject tried; no tunnel came about. Whom a scanner probes has tried nothing: only what the
-- subject's side opened counts.
with
silent as (
    select
        *,
        cast(
            bytes_out // nullif(packets_out, 0) - udp_header_bytes as varchar
        ) as payload,
    from seen
    where
        protocol = 17
        and house = ''
        and remote_serves = 1
        and coalesce(packets_in, bytes_in, 0) = 0
        and bytes_out % nullif(packets_out, 0) = 0
)
select
    session,
    max($weight) as weight,
    cast(max(packets_out) as varchar) || ' packets of ' || max(payload)
    || ' bytes, none answered' as saw,
    'opened by the subject; one length; no answer' as guards,
from silent
where
    packets_out >= $min_packets
    and instr(' ' || cast($lengths as varchar) || ' ', ' ' || payload || ' ') > 0
group by session
