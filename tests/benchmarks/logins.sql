-- title: FreeRADIUS records of the same night: each address changes hands twice, at times of its own
with
-- The first of its three holders came before the night and the last one leaves after it.
held as (
    select address, turn, (turn - 1) * 43200 + cast(hash(address) % 43200 as bigint) as opened
    from range(200000) as a(address), range(3) as t(turn)
),
events as (
    select *, 'Start' as event, opened as at_second from held
    union all
    select *, 'Stop' as event, opened + 43200 - 30 as at_second from held
),
told as (
    select
        *,
        1773439200 + at_second as epoch,
        (address * 7 + turn * 66667) % 600000 as person,
    from events
)
select
    strftime(to_timestamp(epoch), '%a %b %d %H:%M:%S %Y') || chr(10)
    || chr(9) || 'Acct-Status-Type = ' || event || chr(10)
    || chr(9) || 'Acct-Session-Id = "' || printf('%08x', address * 4 + turn) || '"' || chr(10)
    || chr(9) || 'User-Name = "user' || person || '@isp.example"' || chr(10)
    || chr(9) || 'NAS-IP-Address = 192.0.2.' || (1 + address % 8) || chr(10)
    || chr(9) || if(
        address % 10 = 0,
        printf('Framed-IPv6-Prefix = 2001:db8:%x:%x::/64', 4096 + address // 65536,
            1 + address % 65535),
        printf('Framed-IP-Address = 100.%d.%d.%d', 64 + address // 65536, (address // 256) % 256,
            address % 256)
    ) || chr(10)
    || if(event = 'Stop', chr(9) || 'Acct-Session-Time = 43170' || chr(10), '')
    || chr(9) || 'Acct-Delay-Time = 0' || chr(10)
    || chr(9) || 'Timestamp = ' || epoch || chr(10) as record
from told
order by epoch, address, event
