-- title: the groups that every number is a sum of, no session in two of them, each with its number
-- kept: many
--
-- Of a group of fewer than $fewest who they are, so that groups can be told to be the same people.
with
summed as (
    select
        category, lawful, spared, is_dismissed,
        sum(sessions) as sessions,
        sum(lasted_us) as lasted_us,
        sum(bytes) as bytes,
        count(*) as people,
    from portion
    group by category, lawful, spared, is_dismissed
),
known as (
    select
        category, lawful, spared, is_dismissed,
        list(concat(is_named, ' ', person)) as persons,
    from portion
    semi join (select * from summed where people < $fewest) as small
        using (category, lawful, spared, is_dismissed)
    group by category, lawful, spared, is_dismissed
)
select
    summed.*,
    known.persons,
    row_number() over (
        order by summed.spared, summed.category, summed.lawful, summed.is_dismissed
    ) as number,
from summed
left join known using (category, lawful, spared, is_dismissed)
