-- title: records with a time and an opener's address that were not refused, as candidates have them
-- kept: no
--
-- The log's own key of a connection matters where a record is only a part of one.
select
    * exclude (connection_key),
    case when record in ('open', 'interim', 'close') then connection_key end as connection_key,
from connection_us
where
    started_us is not null
    and src_key is not null
    and coalesce(action, 'allowed') <> 'denied'
