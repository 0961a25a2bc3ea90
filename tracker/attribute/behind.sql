-- title: the inner address behind each outward moment, and how sure that is
--
-- A port is lent because of the very connection, so that each begins at an edge. The guard asks
-- here that nobody else had the port within it. `grade` is a finding's rank and its word, as
-- `parted` has them, and nothing where the translation is sure; no row where no loan is known.
-- Of a shared address a translation whose clock does not fit says nothing at all.
with
refused as (
    select distinct lending.judged, lending.ip_key
    from lending
    join lender on lending.judged = lender.judged and lending.gateway = lender.gateway
    where lender.grade = 2
),
weighed as (
    select
        near_loan.judged, subject_key, subject_port, protocol, started_us, over_us,
        min(inner_key) as least_key,
        max(inner_key) as most_key,
        min(case when opened_us <= over_us and closed_us >= started_us then inner_key end)
        as inside_key,
        max(case when opened_us <= over_us and closed_us >= started_us then inner_key end)
        as other_key,
        max(case when opened_us <= over_us and closed_us >= started_us then opened_us end)
        as last_opened_us,
        min(case when opened_us <= over_us and closed_us >= started_us then closed_us end)
        as first_closed_us,
        max(
            case when opened_us <= started_us and closed_us >= over_us
                then 1 else 0 end
        ) as inside,
        max(
            case when opened_us <= over_us and closed_us >= started_us
                and (started_us < opened_us - $guard_us or over_us > closed_us + $guard_us)
                then 1 else 0 end
        ) as over_edge,
        max(
            case when over_us > closed_us and closed_by = 'coverage' then 1 else 0 end
        ) as uncovered,
        max(coalesce(lender.grade, 0)) as clock,
        min(
            'cgnat ' || opened_by || ' .. ' || closed_by || ' of ports '
            || cast(port_first as varchar) || '-' || cast(port_last as varchar) || ' on '
            || near_loan.gateway
        ) as via,
    from near_loan
    left join lender
        on near_loan.judged = lender.judged and near_loan.gateway = lender.gateway
    group by near_loan.judged, subject_key, subject_port, protocol, started_us, over_us
),
found as (
    select
        *,
        case
            when inside_key <> other_key and last_opened_us < first_closed_us then '3shared'
            when uncovered = 1 then '4coverage'
            when least_key = most_key and inside = 1
                then case when clock = 1 then '2clock' else '' end
            when inside_key <> other_key or over_edge = 1 then '2spans_change'
            when clock = 1 then '2clock'
            else '2edge'
        end as grade,
    from weighed
)
select
    found.judged, subject_key, subject_port, protocol, started_us, over_us, grade, via,
    case
        when grade not in ('', '2edge', '2clock') then ''
        when least_key = most_key then coalesce(inside_key, '')
        else ''
    end as inner_key,
from found
left join refused on found.judged = refused.judged and found.subject_key = refused.ip_key
where refused.ip_key is null
union all
select
    outward.judged, subject_key, subject_port, protocol, started_us, over_us, '4clock', null, '',
from outward
join refused on outward.judged = refused.judged and outward.subject_key = refused.ip_key
