-- title: what translations tell of the ports by which their clocks are checked, each once
select distinct probed.judged, letting.* exclude (event_date)
from letting
join probed
    on letting.gateway = probed.gateway
    and letting.ip_key = probed.subject_key
    and letting.protocol = probed.protocol
    and letting.port_first = probed.port_first
    and letting.port_last = probed.port_last
    and letting.at_us >= probed.first_us
    and letting.at_us < probed.end_us
where
    probed.told_by = 'translation'
    and letting.event_date between $audit_date and $last_date
