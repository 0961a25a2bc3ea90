-- title: the list entries in force in each night
--
-- Of each list the version that was the latest by then counts; before the first one, the first.
with
version as (
    select list_name, version, min(coalesce(as_of_us, -1)) as as_of_us,
        min(recorded_us) as recorded_us
    from endpoint_us
    where recorded_us <= $listed_us
    group by list_name, version
),
dated as (
    select
        calendar.judged,
        calendar.away,
        version.list_name,
        version.version,
        row_number() over (
            partition by calendar.judged, calendar.away, version.list_name
            order by
                case when version.as_of_us < calendar.end_us then 0 else 1 end,
                case when version.as_of_us < calendar.end_us then -version.as_of_us
                    else version.as_of_us end,
                case
                    when version.as_of_us < calendar.end_us then -version.recorded_us
                    else version.recorded_us
                end,
                version.version
        ) as place,
    from version
    cross join calendar
)
select distinct
    dated.judged,
    dated.away,
    dated.list_name,
    dated.version,
    endpoint_us.first_key,
    endpoint_us.last_key,
    endpoint_us.digits,
    left(endpoint_us.first_key, endpoint_us.digits) as stem,
    endpoint_us.category,
    endpoint_us.provider,
    endpoint_us.host,
from dated
join endpoint_us
    on dated.list_name = endpoint_us.list_name and dated.version = endpoint_us.version
where dated.place = 1
