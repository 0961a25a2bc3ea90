-- How many of the flagged sessions asked for lie in which night, by run and verdict.
--
-- Those that a review dismisses are counted apart, unless $dismissed asks for them.
select
    night,
    run_id,
    verdict,
    $dismissed or review is distinct from 'dismissed' as is_shown,
    count(*) as count,
from wanted
left join reviewed using (session_id)
group by night, run_id, verdict, is_shown
