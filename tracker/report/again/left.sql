-- title: whether the files of earlier versions have a session that begins so
select session_id
from left_session
where starts_with(lower(session_id), $begins)
limit 1
