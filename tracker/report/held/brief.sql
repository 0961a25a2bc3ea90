-- title: what of each candidate fits on a screen
select
    grade,
    doubt,
    left(holder, 8) || '…' as holder,
    case when station is not null then left(station, 8) || '…' end as station,
    ip,
    inner_ip as "inner",
    case when port_first = port_last then cast(port_first as varchar)
        else port_first || '-' || port_last end as ports,
    protocol,
    opened_at as opened,
    closed_at as closed,
    evidence,
from listed
