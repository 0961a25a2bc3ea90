-- title: what is audited at work, by connections and by the ports that were lent to its addresses
--
-- A translation lends a port because the inner address sends something. When it takes it back says
-- less: it may wait for hours. One whose own clock does not fit is not asked; one whose clock
-- cannot be checked, only of addresses that no connection shows.
with
seen as (select distinct probe from active),
inner_probe as (
    select probed.*, seen.probe is not null as is_seen
    from probed
    left join seen on probed.probe = seen.probe
    where probed.told_by = 'login' and probed.bits = 128
)
select * from active
union all
select * from active_prefix
union all
select inner_probe.probe, max(entry.at_us), max(entry.at_us)
from entry
join inner_probe
    on entry.inner_key = inner_probe.subject_key
    and entry.at_us >= inner_probe.first_us
    and entry.at_us < inner_probe.end_us
left join lender on inner_probe.judged = lender.judged and entry.gateway = lender.gateway
where
    entry.event_date between $audit_date and $last_date
    and entry.kind = 'cgnat'
    and entry.event = 'start'
    and (lender.finding = 'fits' or not is_seen and coalesce(lender.grade, 0) = 0)
group by inner_probe.probe, entry.at_us // $minute_us
