-- title: what each session shows, by protocol and server-side port; all that a detection reads
-- param option_bytes = 8: TCP options of the opening packets beyond those of later ones
--
-- bytes_* and packets_* are from and to the subscriber, as IP counts them; null if never told.
-- payload_* is what remains of TCP's bytes after the largest headers its packets commonly have:
-- 20 bytes of IP and 32 of TCP with timestamps (RFC 7323), 20 more in IPv6, and the options of
-- the opening. So more than zero means that data flowed, from counters alone; where a log counts
-- no packets it is the bytes. `remotes` is to how many remotes the client's local UDP port spoke.
with
summed as (
    select
        member.session,
        pair.family,
        member.protocol,
        member.port,
        max(case when left(pair.remote_key, 24) = '00000000000000000000ffff' then 52 else 72 end)
        as header_bytes,
        count(distinct member.conversation) + count(*) - count(member.conversation)
        as connections,
        cast(sum(member.bytes_out) as bigint) as bytes_out,
        cast(sum(member.bytes_in) as bigint) as bytes_in,
        cast(sum(member.packets_out) as bigint) as packets_out,
        cast(sum(member.packets_in) as bigint) as packets_in,
        (max(member.over_us) - min(member.started_us)) // 1000000 as seconds,
        coalesce(max(fan.remotes), 0) as remotes,
    from member
    join pair on member.pair = pair.pair
    left join fan
        on pair.judged = fan.judged
        and case when remote_serves then pair.subject_key else pair.remote_key end = fan.client_key
        and case when remote_serves then subject_port else remote_port end = fan.client_port
        and case when remote_serves then pair.inner_key else '' end = fan.inner_key
        and member.protocol = 17
    group by member.session, pair.family, member.protocol, member.port
)
select
    session, family, protocol, port, connections, bytes_out, bytes_in, packets_out, packets_in,
    case when packets_out is null then bytes_out
        else bytes_out - header_bytes * packets_out - $option_bytes * connections
    end as payload_out,
    case when packets_in is null then bytes_in
        else bytes_in - header_bytes * packets_in - $option_bytes * connections
    end as payload_in,
    seconds, remotes,
from summed
