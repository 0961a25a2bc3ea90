-- title: records for which something else than a port may speak, by their place: few as a rule
--
-- A protocol of its own, a gateway's word, two ends one of which serves what is worth a look, an
-- end that a list names. Each is asked for apart, by as few columns as tell it, so that what no
-- record can match costs nothing; which records really matter is seen when they are.
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
    and (app, app_basis) in (
        select app, app_basis from known_label where app_basis = 'event' and kind = 'tunnel'
    )
union
select source, line
from connection_us
where
    event_date between $first_date and $last_date
    and (src_key, dst_key) in (
        select client_key, server_key from service
        union all
        select server_key, client_key from service
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
