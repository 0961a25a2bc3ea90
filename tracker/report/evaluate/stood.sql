-- title: of each session the class that it stands for
--
-- Where it fits flows of several classes, a tunnel goes before all others: then it is no false one.
-- `left_out` are those that fit flows alone which do not count, `untold` those of no known flow.
with
fitting as (
    select
        met.session_id,
        min(list_position($classes, truth."class")) filter (truth.counts) as place,
    from met
    join truth using (line)
    group by met.session_id
)
select
    faced.*,
    case
        when fitting.session_id is null then 'untold'
        when fitting.place is null then 'left_out'
        else list_extract($classes, fitting.place)
    end as "class",
from faced
left join fitting using (session_id)
where fitting.session_id is not null or faced.is_asked
