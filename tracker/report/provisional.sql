-- title: the nights of which something was missing when they were judged last
with
judged as (
    select unnest(nights) as night, run_id, began_at, gaps
    from run
    where command <> 'compact'
),
last as (
    select *
    from judged
    qualify row_number() over (partition by night order by began_at desc, run_id desc) = 1
),
gap as (
    select night as of_night, unnest(gaps, recursive := true)
    from last
)
select
    'provisional' as part,
    strftime(night, '%Y-%m-%d') as name,
    count(*) as rows,
    min(from_at) as first_at,
    max(to_at) as last_at,
    string_agg(
        kind || ' of ' || coalesce(gateway, 'no gateway')
        || case missing
            when 'silent' then ' are missing'
            when 'hours' then ' are missing from ' || strftime(from_at, '%Y-%m-%d %H:%M UTC')
            when 'jump' then printf(' lack %d of %d numbers between ', usual - records, usual)
                || strftime(from_at, '%Y-%m-%d %H:%M and ') || strftime(to_at, '%Y-%m-%d %H:%M UTC')
            else printf(' are %d instead of about %d from ', records, usual)
                || strftime(from_at, '%Y-%m-%d %H:%M UTC')
        end,
        '; ' order by gateway nulls first, kind, from_at
    ) as told,
from gap
where night = cast(of_night as date)
group by night
