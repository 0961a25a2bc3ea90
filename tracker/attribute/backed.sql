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
        asked_holder.session, near_loan.inner_key,
        near_loan.inner_key = asked_holder.inner_key as is_his,
        near_loan.gateway, near_loan.port_first, near_loan.port_last, near_loan.opened_us,
        near_loan.closed_us, near_loan.opened_by, near_loan.closed_by,
    from asked_holder
    join near_loan
        on asked_holder.judged = near_loan.judged
        and asked_holder.subject_key = near_loan.subject_key
        and asked_holder.subject_port = near_loan.subject_port
        and asked_holder.protocol = near_loan.protocol
        and asked_holder.first_us = near_loan.started_us
        and near_loan.opened_us <= asked_holder.first_us + $guard_us
        and near_loan.closed_us >= asked_holder.first_us - $guard_us
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
listed as (
    select
        session,
        list_sort(
            list(
                {
                    'kind': kind, 'opened_at': make_timestamptz(opened_us),
                    'closed_at': make_timestamptz(closed_us), 'opened_by': opened_by,
                    'closed_by': closed_by, 'gateway': nullif(gateway, ''), 'inner_ip': inner_ip,
                    'port_first': port_first, 'port_last': port_last, 'station': station
                }
            )
        ) as holdings,
    from his
    group by session
),
summed as (select session, max(held) as candidates from counted group by session)
select summed.session, listed.holdings, cast(summed.candidates as integer) as candidates
from summed
left join listed on summed.session = listed.session
