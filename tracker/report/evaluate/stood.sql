-- title: of each session the class that it stands for
--
-- Where it fits flows of several classes, a tunnel goes before all others: then it is no false one.
-- `left_out` are those that fit flows alone which do not count, `unmatched` those of another time,
-- protocol or port.
with
fitting as (
    select
        session_id,
        min(list_position($classes, "class")) filter (counts) as place,
    from met
    group by session_id
)
select
    faced.*,
    case
        when fitting.session_id is null then 'unmatched'
        when fitting.place is null then 'left_out'
        else list_extract($classes, fitting.place)
    end as "class",
from faced
left join fitting using (session_id)
where fitting.session_id is not null or faced.is_asked
