-- title: what was seen of the sessions asked for, to compare with what decisions rest on
select session_id, evidence, matches
from wanted
