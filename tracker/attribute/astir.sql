-- title: what is audited at work; what no connection shows, when ports were lent to it
--
-- A translation lends a port because the inner address sends something. When it takes it back says
-- less: it may wait for hours. Whose own clock does not fit is not asked.
with
silent as (
    select probed.*
    from probed
    left join (select distinct probe from active) as seen on probed.probe = seen.probe
    where probed.told_by = 'login' and probed.held = '' and seen.probe is null
)
select * from active
union all
select * from under
union all
select silent.probe, max(entry.at_us), max(entry.at_us)
from entry
join silent
    on entry.inner_key = silent.subject_key
    and entry.at_us >= silent.first_us
    and entry.at_us < silent.end_us
left join lender
    on silent.judged = lender.judged and entry.gateway = lender.gateway and lender.grade > 0
where
    entry.event_date between $audit_date and $last_date
    and entry.kind = 'cgnat'
    and entry.event = 'start'
    and lender.gateway is null
group by silent.probe, entry.at_us // $minute_us
