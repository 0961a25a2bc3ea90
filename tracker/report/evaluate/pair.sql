-- title: each pair of hosts of the truth, with the best session that stands for it
--
-- `rank` is null without a session, and 0 where all there are were exempt.
with
flow as (
    select place, low_ip, high_ip, "class", family, min(line) as line, count(*) as flows,
        min(first_us) as first_us,
    from truth
    where counts
    group by place, low_ip, high_ip, "class", family
),
best as (
    select
        place, low_ip, high_ip, "class", family,
        count(*) as sessions,
        max(rank) as rank,
        first(session_id order by rank desc, score desc, session_id) as session_id,
        first(taken_for order by rank desc, score desc, session_id) as taken_for,
    from fitting
    group by place, low_ip, high_ip, "class", family
)
select
    flow.*,
    coalesce(best.sessions, 0) as sessions,
    best.rank,
    best.session_id,
    best.taken_for,
    case
        when best.rank > 0 then if("class" = 'tunnel', 'found', 'false')
        when best.rank = 0 then 'spared'
        when "class" = 'tunnel' then 'missed'
    end as outcome,
from flow
left join best using (place, low_ip, high_ip, "class", family)
