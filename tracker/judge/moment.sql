-- title: the moments whose holder is asked for
select distinct pair.judged, pair.subject_key, chained.started_us, chained.over_us
from chained
join pair on chained.pair = pair.pair
