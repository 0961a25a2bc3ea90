-- rows: the networks of each list's version that counts at $at
--
-- That is the latest that has begun; before the first has begun, the first.
with versions as (
    select distinct list, version, as_of, recorded_at
    from endpoint
),
chosen as (
    select list, version
    from versions
    qualify row_number() over (
        partition by list
        order by
            coalesce(as_of <= $at, true) desc,
            if(as_of > $at, as_of, null),
            as_of desc nulls last,
            recorded_at desc,
            version desc
    ) = 1
)
select endpoint.*
from endpoint
inner join chosen using (list, version)
order by list, first_key, last_key, category, provider, host, confidence, first_seen, last_seen
