-- title: the cells as they are told: policies from the widest on, sums behind their parts
--
-- What is suppressed has no number. What is published counts people in tens: two counts of people
-- who are partly the same would otherwise tell by their difference of one or two.
select
    policy,
    category,
    lawful,
    if(suppressed, null, sessions) as sessions,
    if(suppressed, null, hours) as hours,
    if(suppressed, null, bytes) as bytes,
    if(suppressed, null, if($published, round(subscribers, -1), subscribers)) as subscribers,
    if(suppressed, null, if($published, round(addresses, -1), addresses)) as addresses,
    suppressed,
from cells
order by
    list_position(cast($policies as varchar[]), policy),
    category = 'all',
    category,
    list_position(['lawful', 'unlawful', 'undetermined', 'all'], lawful)
