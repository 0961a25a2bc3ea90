-- title: the sessions at the endpoints of decisions that need two people
select session.*
from session
semi join (from review where reviewers > 1) as needing
    on session.remote_ip is not distinct from needing.remote_ip and session.family = needing.family
