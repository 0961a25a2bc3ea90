-- title: the stays and loans near the instant, each with what told of it
--
-- Where the translation leads to one inner address these are the stays of that, else its loans.
-- How many a shared address had at once is told, and nothing of each.
with
near_stay as (
    select
        answer.protocol, stay.holder, stay.station, stay.kind, stay.gateways as gateway,
        loan.port_first, loan.port_last, stay.opened_us, stay.opened_by, stay.closed_us,
        stay.closed_by,
        concat_ws(
            ', ', answer.via,
            stay.kind || ' ' || stay.opened_by || ' .. ' || stay.closed_by || ' on '
                || stay.gateways
        ) as evidence,
    from answer
    join assigned on answer.judged = assigned.judged and answer.asked_key = assigned.subject_key
    join stay
        on assigned.subject = stay.subject
        and stay.opened_us <= $at_us + $guard_us
        and stay.closed_us >= $at_us - $guard_us
    left join (
        select protocol, inner_key, min(port_first) as port_first, max(port_last) as port_last
        from near_loan
        group by protocol, inner_key
    ) as loan on answer.protocol = loan.protocol and answer.inner_key = loan.inner_key
    where answer.lenders is null and (answer.translated = '' or answer.inner_key is not null)
)
select *, count(distinct holder) over (partition by protocol) as candidates
from near_stay
union all
select
    answer.protocol, null, null, 'cgnat', near_loan.gateway, near_loan.port_first,
    near_loan.port_last, near_loan.opened_us, near_loan.opened_by, near_loan.closed_us,
    near_loan.closed_by,
    'cgnat ' || near_loan.opened_by || ' .. ' || near_loan.closed_by || ' on ' || near_loan.gateway,
    (select count(distinct inner_key) from near_loan as other
        where other.protocol = answer.protocol),
from answer
join near_loan on answer.protocol = near_loan.protocol
where answer.translated <> '' and answer.inner_key is null
union all
select
    answer.protocol, null, null, 'cgnat', null, null, null, null, null, null, null,
    'translation: ports of it were lent to so many; a port tells whose it was', answer.lenders,
from answer
where answer.lenders > 0
