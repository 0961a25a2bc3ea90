-- title: what each policy would cut, by category and by lawful or not, each with its sums
--
-- `parts` are the numbers of the groups it sums. A policy cuts what is spared by less than its
-- `reach`, so that each cuts a part of what the one before it does. `place` is the order in which
-- cells matter: sums over everything first, what is flagged before the whitelists.
with
policy as (
    select *
    from (
        values
        ('blanket_ban', 4, 1), ('flagged', 1, 2), ('static_whitelist', 3, 3),
        ('login_whitelist', 2, 4),
    ) as named (policy, reach, place)
),
headline as (
    select policy, reach, place, lawful
    from policy
    cross join unnest(['all', 'lawful', 'unlawful', 'undetermined']) as one (lawful)
),
summed as (
    select
        policy,
        if(grouping(category) = 1, 'all', category) as category,
        if(grouping(lawful) = 1, 'all', lawful) as lawful,
        sum(sessions) as sessions,
        sum(lasted_us) as lasted_us,
        sum(bytes) as bytes,
        list_sort(list(number)) as parts,
    from part
    join policy on part.spared < policy.reach
    group by policy, grouping sets ((category, lawful), (category), (lawful), ())
),
whole as (
    select policy, 'all' as category, lawful, null as sessions, null as lasted_us, null as bytes,
        cast([] as bigint[]) as parts,
    from headline
    anti join summed on headline.policy = summed.policy
        and headline.lawful = summed.lawful and summed.category = 'all'
    union all
    select * from summed
),
counted as (
    select policy, category, lawful, sum(subscribers) as subscribers, sum(addresses) as addresses,
    from least
    join policy on least.spared < policy.reach
    group by policy, category, lawful
)
select
    whole.policy,
    whole.category,
    whole.lawful,
    cast(coalesce(sessions, 0) as bigint) as sessions,
    cast(coalesce(lasted_us, 0) as double) / 3600000000 as hours,
    cast(if(sessions is null, 0, bytes) as bigint) as bytes,
    cast(coalesce(subscribers, 0) as bigint) as subscribers,
    cast(coalesce(addresses, 0) as bigint) as addresses,
    parts,
from whole
join policy on whole.policy = policy.policy
left join counted
    on whole.policy = counted.policy
    and whole.category = counted.category
    and whole.lawful = counted.lawful
order by
    cast(whole.category <> 'all' as integer) * 2 + cast(whole.lawful <> 'all' as integer),
    policy.place,
    sessions desc nulls last,
    whole.category,
    whole.lawful
