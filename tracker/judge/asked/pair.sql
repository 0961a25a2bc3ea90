-- title: the two sides of the sessions that are asked about
select session as pair, judged, subject_key, '' as inner_key, remote_key
from question
