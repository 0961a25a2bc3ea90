-- title: what each session shows, by protocol and server-side port; all that a detection reads
-- param option_bytes = 8: TCP options of the opening packets beyond those of later ones
--
-- bytes_* and packets_* are from and to the subscriber, as IP counts them and as an exporter saw
-- them: a sample is not multiplied, as one packet proves one. Null if never told. payload_* is
-- what remains of TCP's bytes after the largest headers its packets commonly have: 20 bytes of IP
-- and 32 of TCP with timestamps (RFC 7323), 20 more in IPv6, and the options of the opening. So
-- more than zero means that data flowed, from counters alone; where a log counts no packets it is
-- the bytes. `connections` are five-tuples, however many records an exporter cut each into.
-- `remotes` is to how many remotes the client's local UDP port spoke.
with
relayed as (
    select distinct pair.pair
    from pair
    join relay_range on pair.remote_key between relay_range.first_key and relay_range.last_key
),
told as (
    select
        member.*,
        pair.family, pair.judged,
        case when remote_serves then pair.subject_key else pair.remote_key end as client_key,
        case when remote_serves then subject_port else remote_port end as client_port,
        case when remote_serves then pair.inner_key else '' end as inner_key,
        case when left(pair.remote_key, 24) = '00000000000000000000ffff' then 0 else 20 end
        as six_bytes,
        case when left(pair.remote_key, 26) = '00000000000000000000ffff0a'
            or left(pair.remote_key, 28) = '00000000000000000000ffffc0a8'
            or left(pair.remote_key, 27) = '00000000000000000000ffffac1'
            or left(pair.remote_key, 2) in ('fc', 'fd') then 1 else 0 end as to_private,
    from member
    join pair on member.pair = pair.pair
    where not member.is_copy
),
summed as (
    select
        told.session, told.family, told.protocol, told.port,
        max(told.role) as role,
        max(told.six_bytes) as six_bytes,
        min(case when told.remote_serves then 1 else 0 end) as remote_serves,
        count(
            distinct cast(coalesce(told.subject_port, 0) as bigint) * 65536
            + coalesce(told.remote_port, 0)
        ) as connections,
        cast(sum(told.bytes_out) as bigint) as bytes_out,
        cast(sum(told.bytes_in) as bigint) as bytes_in,
        cast(sum(told.packets_out) as bigint) as packets_out,
        cast(sum(told.packets_in) as bigint) as packets_in,
        min(told.started_us) as first_us,
        max(told.over_us) as last_us,
        coalesce(max(fan.remotes), 0) as remotes,
        max(case when relayed.pair is null then 0 else 1 end) as to_relay,
        max(told.to_private) as to_private,
    from told
    left join fan
        on told.judged = fan.judged
        and told.client_key = fan.client_key
        and told.client_port = fan.client_port
        and told.inner_key = fan.inner_key
        and told.protocol = 17
    left join relayed on told.pair = relayed.pair
    group by told.session, told.family, told.protocol, told.port
)
select
    session, family, protocol, summed.port, role, connections, bytes_out, bytes_in, packets_out,
    packets_in,
    case when packets_out is null then bytes_out
        else bytes_out - (52 + six_bytes) * packets_out - $option_bytes * connections
    end as payload_out,
    case when packets_in is null then bytes_in
        else bytes_in - (52 + six_bytes) * packets_in - $option_bytes * connections
    end as payload_in,
    28 + six_bytes as udp_header_bytes, coalesce(house_port.kind, '') as house,
    (last_us - first_us) // 1000000 as seconds, first_us, last_us, remotes, remote_serves, to_relay,
    to_private,
from summed
left join house_port on summed.protocol in (6, 17) and summed.port = house_port.port
