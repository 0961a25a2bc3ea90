-- title: by which stays and loans each session's holder is known, and how many held the address
--
-- `holdings` are those near the session's first record of whoever it names: his stay, and what was
-- lent to him. Nobody is told here whom it does not name; those are counted alone.
with
asked as (
    select asked_holder.*, assigned.subject
    from asked_holder
    join assigned
        on asked_holder.judged = assigned.judged
        and case when asked_holder.inner_key = '' then asked_holder.subject_key
            else asked_holder.inner_key end = assigned.subject_key
),
near as (
    select
        asked.session, asked.inner_ip, asked.station, asked.holder = stay.holder as is_his,
        stay.holder, stay.kind, stay.opened_us, stay.closed_us, stay.opened_by, stay.closed_by,
        stay.gateways,
    from asked
    join stay
        on asked.subject = stay.subject
        and stay.opened_us <= asked.first_us + $guard_us
        and stay.closed_us >= asked.first_us - $guard_us
),
lent as (
    select distinct
        one.session, near_loan.inner_key, near_loan.inner_key = one.inner_key as is_his, gateway,
        port_first, port_last, opened_us, closed_us, opened_by, closed_by,
    from asked_holder as one
    join near_loan
        on one.judged = near_loan.judged
        and one.subject_key = near_loan.subject_key
        and one.subject_port = near_loan.subject_port
        and one.protocol = near_loan.protocol
        and one.first_us = near_loan.started_us
        and near_loan.opened_us <= one.first_us + $guard_us
        and near_loan.closed_us >= one.first_us - $guard_us
),
counted as (
    select session, count(distinct holder) as held from near group by session
    union all
    select session, count(distinct inner_key) from lent group by session
),
his as (
    select
        session, kind, opened_us, closed_us, opened_by, closed_by, gateways as gateway, inner_ip,
        cast(null as integer) as port_first, cast(null as integer) as port_last, station,
    from near
    where is_his
    union all
    select
        lent.session, 'cgnat', lent.opened_us, lent.closed_us, lent.opened_by, lent.closed_by,
        lent.gateway, near.inner_ip, lent.port_first, lent.port_last, null,
    from lent
    join (select distinct session, inner_ip from near where is_his) as near
        on lent.session = near.session
    where lent.is_his
),
several as (select session from his group by session having count(*) > 1),
told as (
    select his.session, several.session as gathered, {
        'kind': kind, 'opened_at': make_timestamptz(opened_us),
        'closed_at': make_timestamptz(closed_us), 'opened_by': opened_by, 'closed_by': closed_by,
        'gateway': nullif(gateway, ''), 'inner_ip': inner_ip, 'port_first': port_first,
        'port_last': port_last, 'station': station } as holding,
    from his
    left join several on his.session = several.session
),
-- Nearly all have one, and to gather those takes as long as all the rest.
listed as (
    select session, [holding] as holdings from told where gathered is null
    union all
    select gathered, list_sort(list(holding))
    from told where gathered is not null group by gathered
),
summed as (select session, max(held) as candidates from counted group by session)
select summed.session, listed.holdings, cast(summed.candidates as integer) as candidates
from summed
left join listed on summed.session = listed.session
