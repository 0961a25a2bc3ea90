-- title: the times that some gateway's logins cover
with
marked as (
    select
        *,
        max(last_us) over (
            partition by judged order by first_us, last_us,
                gateway rows between unbounded preceding and 1 preceding
        ) as before_us,
    from coverage
),
counted as (
    select
        *,
        sum(case when first_us <= before_us then 0 else 1 end) over (
            partition by judged order by first_us, last_us,
                gateway rows between unbounded preceding and current row
        ) as stretch,
    from marked
)
select judged, min(first_us) as first_us, max(last_us) as last_us
from counted
group by judged, stretch
