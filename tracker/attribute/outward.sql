-- title: the moments of addresses that many share by translation, each address, port and time once
with
shared as (
    select distinct ip_key
    from entry
    where event_date between $login_date and $last_date and kind = 'cgnat' and ip_key is not null
)
select distinct port_moment.*
from port_moment
join shared on port_moment.subject_key = shared.ip_key
