-- title: what is counted beside the policies: what an auditor has dismissed, what is too weak
--
-- `parts` are the numbers of the groups that are summed.
with
named as (
    select *, case when is_dismissed then 'dismissed' when spared = 4 then 'weaker' end as name
    from part
)
select name, cast(sum(sessions) as bigint) as sessions, list_sort(list(number)) as parts
from named
where name is not null
group by name
order by name
