-- title: which nights the sessions asked for are of
select
    cast(count(distinct night) as bigint) as nights,
    min(night) as first_night,
    max(night) as last_night,
from wanted
