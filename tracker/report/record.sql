-- title: the raw records that the session rests on: its lines, between its two ends, in its time
--
-- A gateway that does not tell its own address leaves the other end empty; then its name tells it.
with
span as (
    select
        unnest(sources, max_depth := 2), src_ip, remote_ip, first_at, last_at, gateway,
    from one
)
select connection.*
from span
join connection
    on span.source = connection.source
    and connection.line between span.first_line and span.last_line
where
    connection.event_date between $first_day and $last_day
    and (
        span.remote_ip is null
            and span.src_ip = coalesce(connection.src_ip, connection.dst_ip)
            and (connection.src_ip is null or connection.dst_ip is null)
            and connection.gateway is not distinct from span.gateway
        or span.remote_ip is not null
            and least(connection.src_ip, connection.dst_ip) = least(span.src_ip, span.remote_ip)
            and greatest(connection.src_ip, connection.dst_ip)
            = greatest(span.src_ip, span.remote_ip)
    )
    and coalesce(connection.started_at, connection.ended_at, connection.logged_at) <= span.last_at
    and coalesce(connection.ended_at, connection.started_at, connection.logged_at) >= span.first_at
