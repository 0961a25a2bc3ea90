-- title: sessions by verdict and by the category of the term that decided, dismissed ones apart
with
told as (
    select
        if(is_dismissed, 'dismissed', verdict) as verdict,
        coalesce(category, 'no term') as category,
    from counted
)
select verdict, category, count(*) as sessions
from told
group by verdict, category
order by coalesce(list_position(cast($order as varchar[]), verdict), 99), verdict, category
