-- title: one measure of each policy, by the registrant's category and by lawful or not
--
-- Where a policy cuts nothing it has no cell, which is nought; one that is left out has no number.
with
measured as (
    select
        category,
        lawful,
        policy = 'blanket_ban' as is_ban,
        policy = 'static_whitelist' as is_static,
        policy = 'login_whitelist' as is_login,
        policy = 'flagged' as is_flagged,
        case $measure when 'sessions' then sessions else subscribers end as number,
    from listed
)
select
    category,
    lawful,
    if(bool_or(is_ban), max(number) filter (is_ban), 0) as blanket_ban,
    if(bool_or(is_static), max(number) filter (is_static), 0) as static_whitelist,
    if(bool_or(is_login), max(number) filter (is_login), 0) as login_whitelist,
    if(bool_or(is_flagged), max(number) filter (is_flagged), 0) as flagged,
from measured
group by category, lawful
order by
    category = 'all',
    category,
    list_position(['lawful', 'unlawful', 'undetermined', 'all'], lawful)
