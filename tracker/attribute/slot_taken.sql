-- title: to whom the audited ports were lent, as whose they were is held against what they sent
select
    probed.probe, probed.judged, probed.gateway,
    probed.first_us as since_us, probed.end_us as until_us,
    lent.inner_key as holder, lent.opened_us, lent.opened_by, lent.closed_us, lent.closed_by,
    true as is_own,
    false as is_renewed,
from lent
join probed
    on lent.judged = probed.judged
    and lent.gateway = probed.gateway
    and lent.ip_key = probed.subject_key
    and lent.protocol = probed.protocol
    and lent.port_first = probed.port_first
    and lent.port_last = probed.port_last
where probed.told_by = 'translation'
