-- title: what of a login session fits on a screen
select
    first_at as began,
    last_at as "last",
    coalesce(ended_by, 'open') as ended,
    seconds,
    gateway,
    coalesce(kind || ' ' || app, kind) as kind,
    case when names > 1 then names || ' named' else left(holder, 8) || '…' end as holder,
    array_to_string(ips, ' ') as address,
    array_to_string(peer_ips, ' ') as "from",
    bytes_out as "out",
    bytes_in as "in",
    concurrent,
from listed
