-- title: of each session the class that it stands for
--
-- Where it fits flows of several classes, a tunnel goes before all others: then it is no false one.
-- `left_out` are those that fit flows alone which do not count, `unmatched` those of hosts that the
-- truth knows, but at another time, protocol or port, `untold` those of other hosts.
with
fitting as (
    select
        met.session_id,
        min(list_position($classes, truth."class")) filter (truth.counts) as place,
    from met
    join truth using (line)
    group by met.session_id
),
known as (select distinct low_ip, high_ip from truth)
select
    faced.*,
    case
        when fitting.session_id is null and known.low_ip is null then 'untold'
        when fitting.session_id is null then 'unmatched'
        when fitting.place is null then 'left_out'
        else list_extract($classes, fitting.place)
    end as "class",
from faced
left join fitting using (session_id)
left join known using (low_ip, high_ip)
where fitting.session_id is not null or faced.is_asked
