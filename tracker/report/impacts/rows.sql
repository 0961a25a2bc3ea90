-- title: the cells as they are told: policies from the widest on, sums behind their parts
--
-- What is suppressed has no number. What is published counts people in tens: two counts of people
-- who are partly the same would otherwise tell by their difference of one or two.
-- Fewer than five are not nought, so they have no number.
select
    policy,
    category,
    lawful,
    if(suppressed, null, sessions) as sessions,
    if(suppressed, null, hours) as hours,
    if(suppressed, null, bytes) as bytes,
    case
        when suppressed or $published and subscribers between 1 and 4 then null
        else if($published, round(subscribers, -1), subscribers)
    end as subscribers,
    case
        when suppressed or $published and addresses between 1 and 4 then null
        else if($published, round(addresses, -1), addresses)
    end as addresses,
    suppressed,
from cells
order by
    list_position(cast($policies as varchar[]), policy),
    category = 'all',
    category,
    list_position(['lawful', 'unlawful', 'undetermined', 'all'], lawful)
