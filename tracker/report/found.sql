-- Sessions whose id begins with what was typed, and the night each lies in.
--
-- Ids are read as they lie in the files: two comparisons cost a third of what lower() costs.
select session_id, night
from session
where
    session_id >= $upper and session_id < $after_upper
    or session_id >= $lower and session_id < $after_lower
order by session_id, night
