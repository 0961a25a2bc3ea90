-- title: PPTP: control connection, and GRE beside it
-- group: port
-- weight: 8
-- param weight_with_gre = 9: GRE between the same two hosts is the tunnel itself
-- param min_each = 2: packets each way; one each is what a probe and its refusal look like
-- param min_packets = 6: both ways together; below this a scan looks the same
-- param min_bytes = 1000: each way, where a log counts no packets
-- param min_payload = 1: bytes each way beyond the headers; an empty handshake is a scan
-- innocent when: a scanner that goes on talking after the handshake; its remotes are many
--
-- A client spoke to TCP 1723, where PPTP is controlled (RFC 2637), and data flowed both ways. GRE
-- between the same two hosts within a minute of it is what PPTP carries.
with
summed as (
    select
        session,
        cast(sum(case when protocol = 6 then packets_out end) as bigint) as packets_out,
        cast(sum(case when protocol = 6 then packets_in end) as bigint) as packets_in,
        cast(sum(case when protocol = 6 then bytes_out end) as bigint) as bytes_out,
        cast(sum(case when protocol = 6 then bytes_in end) as bigint) as bytes_in,
        cast(sum(case when protocol = 6 then payload_out end) as bigint) as payload_out,
        cast(sum(case when protocol = 6 then payload_in end) as bigint) as payload_in,
        cast(sum(case when protocol = 47 then connections else 0 end) as bigint) as gre,
    from seen
    where port = 1723 or protocol = 47
    group by session
)
select
    session,
    case when gre > 0 then $weight_with_gre else $weight end as weight,
    'TCP 1723 answered, ' || case
        when packets_out is null
            then cast(bytes_out as varchar) || ' bytes out, ' || cast(bytes_in as varchar) || ' in'
        else cast(packets_out as varchar) || ' packets out, ' || cast(packets_in as varchar)
            || ' in'
    end
    || case when gre > 0 then ', with GRE beside it' else '' end as saw,
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
