-- title: a busy day of one public address: 20,034 blocks of 512 ports lent to 500 inner addresses
--
-- Each of its 126 blocks is lent 159 times, for seven to nine minutes, and rests a few seconds
-- between. The inner addresses change hands at noon, and show themselves every 52 minutes.
with
lent as (
    select
        block,
        turn,
        1773446400 + turn * 543 + cast(hash(block * 1000 + turn) % 60 as bigint) as opened,
        420 + cast(hash(block * 1000 + turn + 7) % 60 as bigint) as lasted,
        cast(hash(block * 1000 + turn + 13) % 500 as bigint) as inner_number,
    from range(126) as b(block), range(159) as t(turn)
),
told as (
    select
        event, 'cgnat' as kind, 'cgnat-1' as gateway,
        if(event = 'allocate', opened, opened + lasted) as at_second,
        cast(null as varchar) as "user", cast(null as varchar) as session_key,
        cast(null as bigint) as session_seconds,
        '198.51.100.7' as ip, printf('%024x%08x', 65535, 3325256711) as ip_key,
        1024 + block * 512 as port_first, 1024 + block * 512 + 511 as port_last,
        printf('100.64.%d.%d', inner_number // 256, inner_number % 256) as inner_ip,
        printf('%024x%08x', 65535, 1681915904 + inner_number) as inner_key,
    from lent, (values ('allocate'), ('release')) as e(event)
    union all
    select
        event, 'radius', 'nas-1',
        1773446400 - 3600 + turn * 46800 + if(event = 'start', 0, 46800 - 60),
        printf('user-%d-%d', inner_number, turn), printf('%08x', inner_number * 2 + turn),
        if(event = 'stop', 46740, null),
        printf('100.64.%d.%d', inner_number // 256, inner_number % 256),
        printf('%024x%08x', 65535, 1681915904 + inner_number), null, null, null, null,
    from range(500) as i(inner_number), range(2) as t(turn), (values ('start'), ('stop')) as e(event)
    union all
    select
        'interim', 'radius', 'nas-1',
        1773446400 - 3600 + turn * 46800 + beat * 3120,
        printf('user-%d-%d', inner_number, turn), printf('%08x', inner_number * 2 + turn),
        beat * 3120,
        printf('100.64.%d.%d', inner_number // 256, inner_number % 256),
        printf('%024x%08x', 65535, 1681915904 + inner_number), null, null, null, null,
    from range(500) as i(inner_number), range(2) as t(turn), range(1, 15) as b(beat)
)
select
    to_timestamp(at_second) as "at",
    * exclude (at_second),
    cast(null as integer) as prefix_length,
    cast(null as varchar) as station,
    cast(null as integer) as protocol,
    cast(null as timestamptz) as expires_at,
    'b' as source,
    row_number() over (order by at_second, ip_key, port_first, event) as line,
    cast(to_timestamp(at_second) at time zone 'UTC' as date) as event_date,
from told
order by at_second, ip_key, port_first, event
