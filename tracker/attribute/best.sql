-- title: the offset that fits each gateway's logins best within the guard, and the best beyond it
-- param exposed = 30: percent of the vacancies; offsets that fewer can speak of are left
with
counted as (
    select judged, gateway, count(*) as vacancies, sum(changes) as changes
    from vacant
    group by judged, gateway
),
rated as (
    select
        fit.*,
        counted.changes,
        minute >= -($guard_us // $minute_us) and last_minute <= $guard_us // $minute_us as is_near,
        (minute + last_minute - (minute + last_minute) % 2) // 2 as middle,
        cast(orphans as double) / exposed as rate,
    from fit
    join counted on fit.judged = counted.judged and fit.gateway = counted.gateway
    where fit.exposed * 100 >= counted.vacancies * $exposed and fit.exposed > 0
),
ranked as (
    select
        *,
        row_number() over (
            partition by judged, gateway, is_near
            order by rate, last_minute - minute desc, abs(middle), middle
        ) as place,
    from rated
)
select
    judged, gateway,
    max(changes) as changes,
    max(case when is_near then orphans end) as near_orphans,
    max(case when is_near then exposed end) as near_exposed,
    max(case when is_near then rate end) as near_rate,
    max(case when not is_near then rate end) as far_rate,
    max(case when is_near then middle end) as near_minutes,
    max(case when not is_near then middle end) as far_minutes,
from ranked
where place = 1
group by judged, gateway
