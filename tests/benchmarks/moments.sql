-- title: $sessions moments of a night on the addresses of $holdings holdings, half an hour at most
with
drawn as (
    select
        cast(hash(i) % ($holdings // 4) as bigint) as address,
        1773446400000000 + cast(hash(i + 3) % 86400000000 as bigint) as started_us,
        cast(hash(i + 5) % 1800000000 as bigint) as lasted_us,
        i,
    from range($sessions) as t(i)
)
select distinct
    date '2026-03-14' as judged,
    if(
        address % 10 = 0,
        printf('20010db8%08x%016x', address, 1 + i % 9),
        printf('%024x%08x', 65535, 1681915904 + address)
    ) as subject_key,
    started_us,
    started_us + lasted_us as over_us,
from drawn
