-- title: how many subscribers what spares the least of their sessions leaves where
-- kept: many
--
-- A policy cuts somebody where it cuts one of his sessions; so he is counted once in each cell, and
-- cells do not add up. `all` stands for the sum over categories, or over lawful or not.
with
mildest as (
    select
        if(grouping(category) = 1, 'all', category) as category,
        if(grouping(lawful) = 1, 'all', lawful) as lawful,
        is_named,
        person,
        min(spared) as spared,
    from portion
    group by
        is_named, person,
        grouping sets ((category, lawful), (category), (lawful), ())
)
select
    category,
    lawful,
    spared,
    count(*) filter (is_named) as subscribers,
    count(*) filter (not is_named) as addresses,
from mildest
group by category, lawful, spared
