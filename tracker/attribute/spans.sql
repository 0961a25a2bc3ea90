-- title: what each gateway's logins span without a gap near each night, else the last of it
with
near as (
    select
        coverage.judged, coverage.gateway, coverage.first_us, coverage.last_us,
        coverage.last_us >= calendar.first_us - $day_us
        and coverage.first_us <= calendar.end_us + $day_us as is_near,
        row_number() over (
            partition by coverage.judged, coverage.gateway order by coverage.last_us desc
        ) as place,
    from coverage
    join calendar on coverage.judged = calendar.judged
    where calendar.away = 0
)
select
    judged as night, nullif(gateway, '') as gateway, make_timestamptz(first_us) as from_at,
    make_timestamptz(last_us) as to_at,
from near
where is_near or place = 1
order by judged, gateway, first_us
