-- title: logins of $holdings holdings: each address changes hands four times in a day and a half
--
-- One address in ten is an IPv6 prefix of 64 bits. A holding lasts from six to seven and a half
-- hours, and the next one comes from 1 s to 90 minutes later. One stop in thirty is lost.
with
held as (
    select
        i % ($holdings // 4) as address,
        i // ($holdings // 4) as turn,
        1773428400 + (i // ($holdings // 4)) * 27000
        + cast(hash(i % ($holdings // 4)) % 14400 as bigint) as opened,
        21600 + cast(hash(i + 77) % 5399 as bigint) as lasted,
        cast(hash(i + 99) % 30 as bigint) as luck,
    from range($holdings) as t(i)
),
told as (
    select *, 'start' as event, opened as at_second from held
    union all
    select *, 'stop' as event, opened + lasted as at_second from held where luck > 0
),
placed as (
    select
        *,
        if(
            address % 10 = 0,
            printf('20010db8%08x', address) || repeat('0', 16),
            printf('%024x%08x', 65535, 1681915904 + address)
        ) as ip_key,
    from told
)
select
    to_timestamp(at_second) as "at",
    event,
    'radius' as kind,
    left(sha256(cast((address * 7 + turn * 1000003) % 2000000 as varchar)), 32) as "user",
    cast(null as varchar) as ip,
    ip_key,
    if(address % 10 = 0, 64, null) as prefix_length,
    cast(null as integer) as port_first,
    cast(null as integer) as port_last,
    cast(null as varchar) as inner_ip,
    cast(null as varchar) as inner_key,
    printf('%08x', address * 4 + turn) as session_key,
    if(event = 'stop', lasted, null) as session_seconds,
    cast(null as varchar) as station,
    cast(null as integer) as protocol,
    cast(null as timestamptz) as expires_at,
    'nas-' || (1 + address % 8) as gateway,
    'b' as source,
    row_number() over (order by at_second, address, turn) as line,
    cast(to_timestamp(at_second) at time zone 'UTC' as date) as event_date,
from placed
order by at_second, address, turn
