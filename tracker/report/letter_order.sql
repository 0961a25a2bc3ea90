-- title: a letter's sessions with how reviews leave them, what accuses first
select wanted.*, reviewed.review, reviewed.new_evidence
from wanted
left join reviewed on wanted.session_id = reviewed.session_id
order by not list_contains(cast($flagged as varchar[]), verdict), first_at, wanted.session_id
