-- title: what is known to be missing of each night, as a run keeps it
select
    judged as night,
    nullif(gateway, '') as gateway,
    kind,
    missing,
    make_timestamptz(from_us) as from_at,
    make_timestamptz(to_us) as to_at,
    records,
    usual,
from (from silent union all by name from dropped union all by name from jumped)
order by night, gateway nulls first, kind, from_at, missing
