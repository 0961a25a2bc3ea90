-- title: what each policy would cut in all, the sessions apart by lawful or not
select
    policy,
    max(sessions) filter (lawful = 'all') as sessions,
    max(sessions) filter (lawful = 'lawful') as lawful,
    max(sessions) filter (lawful = 'unlawful') as unlawful,
    max(sessions) filter (lawful = 'undetermined') as undetermined,
    max(subscribers) filter (lawful = 'all') as subscribers,
    max(addresses) filter (lawful = 'all') as addresses,
    round(max(hours) filter (lawful = 'all'), 1) as hours,
    round(max(bytes) filter (lawful = 'all') / 1e9, 3) as gigabytes,
from listed
where category = 'all'
group by policy
order by list_position(cast($policies as varchar[]), policy)
