-- title: sessions by night and verdict; of a verdict that accuses the dismissed ones apart
with
told as (
    select night, if(is_dismissed, 'dismissed', verdict) as verdict
    from counted
)
select night, verdict, count(*) as sessions
from told
group by night, verdict
order by night, coalesce(list_position(cast($order as varchar[]), verdict), 99)
