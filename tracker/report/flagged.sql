-- The flagged sessions asked for, what needs attention first; dismissed ones only with $dismissed.
--
-- What a review has settled waits behind all that nobody has looked at yet, or that was reopened.
select
    wanted.*,
    reviewed.* exclude (session_id),
    (run_id, night) in (select (run_id, night) from gap) as provisional,
from wanted
left join reviewed using (session_id)
where $dismissed or review is distinct from 'dismissed'
order by
    case when review in ('confirmed', 'corrected') then 2 else 1 end,
    case tier when 'confirmed' then 1 when 'likely' then 2 else 3 end,
    score desc,
    coalesce(bytes_out, 0) + coalesce(bytes_in, 0) desc,
    first_at,
    session_id
