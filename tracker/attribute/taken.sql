-- title: whose the audited addresses were, as it is held against what they sent
--
-- Addresses and prefixes of one gateway go to the same lines, and one change of holder is no proof
-- three times: of each gateway that kind counts which is seen at work most.
with
worked as (
    select probed.judged, probed.gateway, probed.bits, count(*) as minutes
    from active
    join probed on active.probe = probed.probe
    where probed.told_by = 'login'
    group by probed.judged, probed.gateway, probed.bits
),
ranked as (
    select
        *,
        row_number() over (partition by judged, gateway order by minutes desc, bits desc) as place,
    from worked
)
select
    probed.probe, probed.judged, probed.gateway,
    probed.first_us as since_us, probed.end_us as until_us,
    holder, opened_us, opened_by, closed_us, closed_by,
    holding.gateway = probed.gateway as is_own,
    -- A lease that is renewed looks like one that begins.
    holding.kind = 'dhcp' as is_renewed,
from probed
join ranked
    on probed.judged = ranked.judged
    and probed.gateway = ranked.gateway
    and probed.bits = ranked.bits
join assigned on probed.judged = assigned.judged and probed.subject_key = assigned.subject_key
join holding on assigned.subject = holding.subject and probed.bits = holding.held
where probed.told_by = 'login' and ranked.place = 1
