-- Detections that could not be asked of the session: no record of it tells a column they need.
--
-- `needing` names each detection and its columns. The sources' lines are the session's first to
-- last of each, between its two ends.
with
span as (
    select
        unnest(sources, max_depth := 2),
        src_ip, remote_ip,
        cast(first_at as date) - 1 as first_day,
        cast(last_at as date) + 1 as last_day,
    from one
),
record as (
    select
        connection.first_out, connection.first_in, connection.packets_out, connection.app,
        connection.app_confidence,
    from span
    join connection
        on span.source = connection.source
        and connection.line between span.first_line and span.last_line
        and connection.event_date between span.first_day and span.last_day
    where
        span.remote_ip is null
        or least(connection.src_ip, connection.dst_ip) = least(span.src_ip, span.remote_ip)
            and greatest(connection.src_ip, connection.dst_ip)
            = greatest(span.src_ip, span.remote_ip)
),
untold as (
    select 'first_out' as lacking from record having count(first_out) = 0
    union all
    select 'first_in' from record having count(first_in) = 0
    union all
    select 'packets_out' from record having count(packets_out) = 0
    union all
    select 'app' from record having count(app) = 0
    union all
    select 'app_confidence' from record having count(app_confidence) = 0
)
select detection, string_agg(lacking, ', ' order by lacking) as lacking
from needing
join untold on needing.needs = untold.lacking
group by detection
order by lacking, detection
