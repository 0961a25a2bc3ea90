-- title: small packets at the pace of a VPN's keepalive
-- group: shape
-- weight: 2
-- param min_records = 20: fewer may keep time by chance
-- param max_payload = 40: bytes beyond headers; WireGuard's keepalive has 32, OpenVPN's 40, NAT's 1
-- param off = 0.1: share by which a pause may differ
-- param in_time = 0.9: share of the pauses that keep time
-- param ping = 10: seconds; OpenVPN's, unless told otherwise
-- param behind_nat = 20: seconds; IPsec's and SoftEther's behind a translation
-- param usual = 25: seconds; what WireGuard's manual recommends
-- innocent when: push services, telephones and games keep their lines open in the same way
--
-- A silent tunnel still sends, so that translations on the way remember it: packets of one length
-- at a fixed pace. That shows where a log has a record for each, and in no sum of longer records.
with
small as (
    select
        told.session, told.protocol, told.port, told.started_us,
        lag(told.started_us) over (
            partition by told.session, told.protocol, told.port order by told.started_us
        ) as before_us,
        told.bytes_out // nullif(told.packets_out, 0) - seen.udp_header_bytes as length,
    from told
    join seen
        on told.session = seen.session
        and told.protocol = seen.protocol
        and told.port = seen.port
    where
        told.protocol = 17
        and seen.house = ''
        and told.bytes_out // nullif(told.packets_out, 0) - seen.udp_header_bytes
        between 1 and $max_payload
),
pace as (
    select $ping as seconds union all select $behind_nat union all select $usual
),
paced as (
    select
        session, protocol, port, seconds as pace,
        count(*) as pauses,
        sum(
            case when abs(started_us - before_us - seconds * 1000000) <= seconds * 1000000 * $off
                then 1 else 0 end
        ) as kept,
        min(length) as length,
        max(length) as longest,
    from small
    cross join pace
    where before_us is not null
    group by session, protocol, port, seconds
)
select
    session,
    max($weight) as weight,
    min(
        'every ' || cast(pace as varchar) || ' seconds, ' || cast(kept as varchar) || ' of '
        || cast(pauses as varchar) || ' times, ' || cast(length as varchar) || ' bytes'
    ) as saw,
    'one length; not a service''s port' as guards,
from paced
where pauses >= $min_records - 1 and kept >= pauses * $in_time and length = longest
group by session
