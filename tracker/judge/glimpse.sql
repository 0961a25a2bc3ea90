-- title: numbers of the lines that something else than their port's number may make worth a look
--
-- By few columns and mostly numbers, each asked for on its own: what a log never tells costs
-- nothing. Only of the lines found, and of those that have their number in another file, are the
-- addresses read, the widest columns, and is everything asked once more.
select line
from connection_us
where
    event_date between $first_date and $last_date
    and app in (
        select app from known_label
        where kind not in ('call', 'carried', 'other') or instr(app, 'dtls') > 0
    )
union all
select line
from connection_us
where
    event_date between $first_date and $last_date
    -- One column alone is looked up in the files' statistics: where no record tells it, nothing
    -- else is read.
    and first_out in (select client from opening)
    and (protocol, first_out, first_in) in (select protocol, client, server from opening)
union all
select line
from connection_us
where
    event_date between $first_date and $last_date
    and protocol = 17
    and coalesce(packets_in, bytes_in, 0) = 0
    and bytes_out % nullif(packets_out, 0) = 0
    and bytes_out // nullif(packets_out, 0) in (
        select client + 28 from opening union all select client + 48 from opening
    )
union all
select line
from connection_us
where
    event_date between $first_date and $last_date
    and protocol = 17
    and app is null
    and (dst_port in (4433, 8443, 10443) or src_port in (4433, 8443, 10443))
union all
select line
from connection_us
join relay_range on dst_key between relay_range.first_key and relay_range.last_key
where event_date between $first_date and $last_date and protocol = 17 and dst_port = 443
