-- title: each of the other moments: whose the address was, how sure that is, and why not surer
--
-- exact: one holder, clear of every edge by the guard. edge: within the guard of a change, or a
-- record that spans it, and then nobody is named. shared: two at once.
-- What the logins do not cover is unknown, and what a gateway says whose clock does not fit; of a
-- doubtful clock nothing is surer than an edge, and a record beyond the guard of a change names
-- nobody there either.
with
judged as (
    select
        rest.*,
        subject.judged,
        weighed.inside_holder, weighed.inside_station, weighed.inside_basis, weighed.inside,
        weighed.holders, weighed.stay_us, weighed.clear, weighed.over_edge,
        case
            when refused.subject is not null then 'clock'
            when weighed.holders is null then 'nobody'
            when weighed.is_shared = 1 then 'shared'
            when weighed.uncovered = 1 then 'coverage'
            when weighed.clock = 1 then 'doubtful'
            when weighed.clear = 1 and weighed.holders = 1 then 'exact'
            when weighed.inside > 1 or weighed.over_edge = 1 then 'spans_change'
            else 'edge'
        end as finding,
    from rest
    join subject on rest.subject = subject.subject
    left join weighed
        on rest.address = weighed.address
        and rest.started_us = weighed.started_us
        and rest.over_us = weighed.over_us
    left join (select distinct subject from stay where clock = 2) as refused
        on rest.subject = refused.subject
),
named as (
    select
        *,
        case
            when finding in ('exact', 'edge', 'doubtful') and inside = 1 and holders = 1
                and (clear = 1 or over_edge = 0) then inside_holder
        end as told_holder,
    from judged
),
watched as (
    select distinct named.address, named.started_us, named.over_us
    from named
    join covered
        on named.judged = covered.judged
        and covered.first_us <= named.started_us
        and covered.last_us >= named.over_us
    where named.finding = 'nobody' or named.told_holder = ''
)
select
    named.address, named.started_us, named.over_us,
    case
        when finding = 'exact' and told_holder <> '' then 'exact'
        when finding = 'edge' and coalesce(told_holder, '?') <> '' then 'edge'
        when finding = 'doubtful' and coalesce(told_holder, '?') <> '' then 'edge'
        when finding = 'spans_change' then 'edge'
        when finding = 'shared' then 'shared'
        else 'unknown'
    end as attribution,
    case
        when finding in ('clock', 'shared', 'coverage', 'spans_change') then finding
        when finding = 'doubtful' and coalesce(told_holder, '?') <> '' then 'clock'
        when finding = 'edge' and coalesce(told_holder, '?') <> '' then 'edge'
        when finding = 'exact' and told_holder <> '' then null
        when watched.address is null then 'coverage'
        else 'no_holder'
    end as doubt,
    nullif(told_holder, '') as holder,
    case when told_holder <> '' then inside_station end as station,
    case when told_holder <> '' then inside_basis end as basis,
    case when finding = 'exact' and told_holder <> '' then stay_us end as stay_us,
from named
left join watched
    on named.address = watched.address
    and named.started_us = watched.started_us
    and named.over_us = watched.over_us
