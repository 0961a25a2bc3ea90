-- title: the list entries in force in each night
--
-- Of each list the version that was the latest by then counts; before the first one, the first. An
-- entry that says when it was seen counts in the nights that this overlaps. Of the night before and
-- the night after only what somebody reads is kept: whose the subscribers' networks were, and what
-- host names meant on the day before. `dated_us` is the version's date.
with
version as (
    select list_name, version, min(coalesce(as_of_us, -1)) as as_of_us,
        min(recorded_us) as recorded_us, min(coalesce(as_of_us, recorded_us)) as dated_us
    from endpoint_us
    where recorded_us <= $listed_us
    group by list_name, version
),
dated as (
    select
        calendar.judged,
        calendar.away,
        calendar.first_us,
        calendar.end_us,
        version.list_name,
        version.version,
        version.dated_us,
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
    dated.dated_us,
    endpoint_us.cidr,
    endpoint_us.first_key,
    endpoint_us.last_key,
    endpoint_us.digits,
    left(endpoint_us.first_key, endpoint_us.digits) as stem,
    endpoint_us.category,
    endpoint_us.provider,
    endpoint_us.host,
    endpoint_us.confidence,
from dated
join endpoint_us
    on dated.list_name = endpoint_us.list_name and dated.version = endpoint_us.version
where
    dated.place = 1
    and (
        dated.away = 0
        or dated.away = -1 and endpoint_us.host is not null
        or endpoint_us.category in ('pool_static', 'pool_dynamic', 'pool_cgnat', 'local')
    )
    and (endpoint_us.first_seen_us is null or endpoint_us.first_seen_us < dated.end_us)
    and (endpoint_us.last_seen_us is null or endpoint_us.last_seen_us > dated.first_us)
