-- title: records for which something else than a port speaks, by their place: few as a rule
--
-- A protocol of its own, a gateway's word, a service worth a look, an end that a list names.
-- Each is asked for apart: what no record can match costs nothing.
select source, line
from connection_us
where
    event_date between $first_date and $last_date
    and protocol in (select protocol from known_port where port = 0)
union
select source, line
from connection_us
where
    event_date between $first_date and $last_date
    and app in (select app from known_label where app_basis = 'event' and kind = 'tunnel')
    and app_basis = 'event'
    and state = 'established'
union
select source, line
from connection_us
where
    event_date between $first_date and $last_date
    and protocol in (select protocol from service)
    and (src_key, dst_key) in (
        select client_key, server_key from service
        union all
        select server_key, client_key from service
    )
    and (
        (src_key, dst_key, protocol, dst_port) in (
            select client_key, server_key, protocol, port from service
        )
        or (dst_key, src_key, protocol, src_port) in (
            select client_key, server_key, protocol, port from service
        )
    )
union
select source, line
from connection_us
where
    event_date between $first_date and $last_date
    and src_key in (select address_key from listed_end)
union
select source, line
from connection_us
where
    event_date between $first_date and $last_date
    and dst_key in (select address_key from listed_end)
