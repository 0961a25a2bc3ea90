-- title: the login sessions that were asked for, in order of time
--
-- One whose end is not told may have gone on, as attribution has it, until silence ends it.
select
    nullif(gateway, '') as gateway, kind, app, holder, names, station, session_key,
    ips, inner_ips, peer_ips, first_at, began_by, last_at, ended_by, reason,
    cast(coalesce(
        case when ended_by = 'stop' then told_seconds end,
        date_diff('second', first_at, last_at)
    ) as bigint) as seconds,
    bytes_out, bytes_in, concurrent, at_once,
from counted
where
    ($holder is null or names_him)
    and ($gateway is null or gateway = $gateway)
    and last_at + case when coalesce(ended_by, 'silence') = 'silence'
        then silence else interval 0 second end >= cast($since as timestamptz)
    and first_at < cast($until as timestamptz)
order by first_at, gateway, kind, login_key, life
