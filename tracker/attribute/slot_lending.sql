-- title: what translations tell of the ports by which their clocks are checked, each once
select distinct
    probed.judged, entry.ip_key, entry.gateway, entry.inner_key, entry.event, entry.at_us,
    entry.lasted_us, probed.protocol, probed.port_first, probed.port_last,
    case entry.event when 'start' then 1 when 'interim' then 2 else 3 end as turn,
from entry
join probed
    on entry.gateway = probed.gateway
    and entry.ip_key = probed.subject_key
    and coalesce(entry.protocol, -1) = probed.protocol
    and coalesce(entry.port_first, 0) = probed.port_first
    and coalesce(entry.port_last, entry.port_first, 65535) = probed.port_last
    and entry.at_us >= probed.first_us
    and entry.at_us < probed.end_us
where
    probed.told_by = 'translation'
    and entry.event_date between $audit_date and $last_date
    and entry.kind = 'cgnat'
    and entry.event in ('start', 'interim', 'stop')
    and entry.inner_key is not null
