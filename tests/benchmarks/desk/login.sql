-- title: how each subscriber came to his address that day, was heard of once, and gave it up again
with
told as (
    select
        n,
        event,
        (n + $day * 37) % 20000 as place,
        $begin_us + case event
            when 'start' then cast(hash(n, $day) % 60000000 as bigint)
            when 'stop' then 86400000000 - 1 - cast(hash(n, $day) % 60000000 as bigint)
            else 120000000 + cast(hash(n, $day) % 86160000000 as bigint)
        end as at_us,
    from range(20000) as t(n), (values ('start'), ('interim'), ('stop')) as e(event)
    where $whole or n % 10 = 0
)
select
    make_timestamptz(at_us) as "at",
    event,
    'radius' as kind,
    md5('subscriber ' || n) as "user",
    printf('100.%d.%d.%d', 64 + place // 65536, place // 256 % 256, place % 256) as ip,
    printf('%024x%08x', 65535, 1681915904 + place) as ip_key,
    printf('%08x', hash(n, $day, 1) % 4000000000) as session_key,
    md5('circuit ' || n) as station,
    'bras-' || (1 + n % 8) as gateway,
    'utc' as time_basis,
    left(sha256('logins ' || $day), 16) as source,
    row_number() over (order by at_us, n) as line,
    cast(make_timestamptz(at_us) at time zone 'UTC' as date) as event_date,
from told
order by line
