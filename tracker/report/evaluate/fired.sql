-- title: of each detection the sessions it fired on, by what the truth says of them
--
-- A session of a class other than tunnel is a false one, unless its verdict is exempt: then it is
-- spared. Those that fit no flow of their hosts, or none that counts, are `unmatched_sessions`.
with
fired as (
    select session_id, unnest(evidence, recursive := true)
    from session
    where session_id in (select session_id from stood)
)
select
    fired.detection,
    fired."group",
    count(*) filter (stood."class" = 'tunnel' and not is_spared) as true_sessions,
    count(*) filter (is_false and not is_spared) as false_sessions,
    count(*) filter (stood."class" = 'tunnel' and not is_spared and rank >= 2) as true_likely,
    count(*) filter (is_false and not is_spared and rank >= 2) as false_likely,
    count(*) filter (is_spared) as spared_sessions,
    count(*) filter (not is_told and not is_spared) as unmatched_sessions,
from (select distinct session_id, detection, "group" from fired) as fired
join (
    select
        *,
        list_contains($classes, "class") as is_told,
        is_told and "class" <> 'tunnel' as is_false,
    from stood
) as stood
    on fired.session_id = stood.session_id
group by fired.detection, fired."group"
order by fired.detection, fired."group"
