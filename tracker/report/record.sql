-- title: the raw records that the session rests on: its lines, between its two ends, in its time
select connection.*
from (select unnest(sources, max_depth := 2), src_ip, remote_ip, first_at, last_at from one) as span
join connection
    on span.source = connection.source
    and connection.line between span.first_line and span.last_line
where
    connection.event_date between $first_day and $last_day
    and (
        span.remote_ip is null
        or least(connection.src_ip, connection.dst_ip) = least(span.src_ip, span.remote_ip)
            and greatest(connection.src_ip, connection.dst_ip)
            = greatest(span.src_ip, span.remote_ip)
    )
