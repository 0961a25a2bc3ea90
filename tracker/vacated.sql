-- title: the nights that were judged, with sessions or without, and lie in a span of `span`
with
judged as (
    select night from session
    union
    select cast(unnest(nights) as date) from run
)
select distinct judged.night
from judged
inner join span on judged.night between span.first_night and span.last_night
order by judged.night
