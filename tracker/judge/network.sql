-- title: the list entries in force in each night
--
-- Of each list the version that was the latest by then counts; before the first one, the first. An
-- entry that says when it was seen counts in the nights that this overlaps. Of the nights beside it
-- only whose the subscribers' networks were is kept, and what host names meant on the day before. A
-- list that changes in the afternoon accuses nobody of the morning: what excuses whoever speaks to
-- it, providers and categories, counts as it was when the night began, too (`away` -1).
with
version as (
    select list_name, version, min(coalesce(as_of_us, -1)) as as_of_us,
        min(recorded_us) as recorded_us, min(coalesce(as_of_us, recorded_us)) as dated_us
    from endpoint_us
    where recorded_us <= $listed_us
    group by list_name, version
),
-- What counts by the end of each night, and (`is_start`) what did when the judged one began.
moment as (
    select judged, away, first_us, end_us, end_us as until_us, false as is_start from calendar
    union all
    select judged, away, first_us, end_us, first_us + 1, true from calendar where away = 0
),
dated as (
    select
        moment.*,
        version.list_name,
        version.version,
        version.dated_us,
        row_number() over (
            partition by moment.judged, moment.away, moment.is_start, version.list_name
            order by
                case when version.as_of_us < moment.until_us then 0 else 1 end,
                case when version.as_of_us < moment.until_us then -version.as_of_us
                    else version.as_of_us end,
                case when version.as_of_us < moment.until_us then -version.recorded_us
                    else version.recorded_us end,
                version.version
        ) as place,
    from version
    cross join moment
)
select distinct
    dated.judged,
    case when dated.is_start then -1 else dated.away end as away,
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
left join dated as later
    on dated.is_start
    and dated.judged = later.judged
    and dated.list_name = later.list_name
    and dated.version = later.version
    and later.place = 1 and later.away = 0 and not later.is_start
where
    dated.place = 1
    and case
        when dated.is_start then later.version is null and (
            endpoint_us.provider is not null
            or endpoint_us.category in ('licensed_vpn', 'epdg', 'infrastructure', 'relay')
        )
        when dated.away = 0 then true
        when dated.away = -1 and endpoint_us.host is not null then true
        else endpoint_us.category in ('pool_static', 'pool_dynamic', 'pool_cgnat', 'local')
    end
    and (endpoint_us.first_seen_us is null or endpoint_us.first_seen_us < dated.end_us)
    and (endpoint_us.last_seen_us is null or endpoint_us.last_seen_us > dated.first_us)
