-- title: sessions of earlier judgements that begin so: what they rested on, as far as it is known
--
-- A decision on one tells neither its sources nor its gateway.
with
held as (
    select session_id, night, first_at, last_at, src_ip, remote_ip, gateway, sources, 1 as rank
    from left_session
    where starts_with(lower(session_id), $begins)
    union all
    select session_id, night, first_at, last_at, src_ip, remote_ip, null, null, 2
    from review
    where starts_with(lower(session_id), $begins)
)
select *
from held
qualify row_number() over (partition by session_id order by rank, night, last_at) = 1
