-- title: the addresses, each with the subject it belongs to: itself, or the first under its prefix
-- kept: many
--
-- Of addresses that only prefixes tell of, all under the same longest one have the same holders: a
-- host may have hundreds of them, and one answers for all.
with
longest as (
    select
        under.address,
        max(lpad(cast(under.bits as varchar), 3, '0') || under.stem
            || '+' || cast(under.edge as varchar)) as place,
    from under
    group by under.address
),
covered as (
    select numbered.*, longest.place
    from numbered
    join longest on numbered.address = longest.address
    where left(numbered.subject_key, 24) <> '00000000000000000000ffff'
),
said as (
    select ip_key as subject_key
    from tenure
    where
        event_date between $login_date and $last_date
        and prefix_length is null
        and (ip_key < '00000000000000000000ffff' or ip_key >= '00000000000000000000fffg')
    union all
    select inner_key
    from entry
    where event_date between $login_date and $last_date and kind = 'cgnat' and event = 'start'
),
named as (
    select distinct covered.address
    from said
    join covered on said.subject_key = covered.subject_key
),
sole as (
    select covered.*
    from covered
    left join named on covered.address = named.address
    where named.address is null
),
headed as (
    select sole.address, first.subject
    from sole
    join (
        select judged, place, min(address) as subject from sole group by judged, place
    ) as first on sole.judged = first.judged and sole.place = first.place
)
select
    numbered.address, numbered.judged, numbered.subject_key,
    coalesce(headed.subject, numbered.address) as subject,
from numbered
left join headed on numbered.address = headed.address
