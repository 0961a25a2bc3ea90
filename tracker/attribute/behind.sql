-- title: the inner address behind each outward moment, and how sure that is
--
-- A port is lent because of the very connection, so that each begins at an edge. The guard asks
-- here that nobody else had the port within it. `grade` is a finding's rank and its word, as
-- `parted` has them, and nothing where the translation is sure; no row where no loan is known.
with
weighed as (
    select
        judged, subject_key, subject_port, protocol, started_us, over_us,
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
        min(
            'cgnat ' || opened_by || ' .. ' || closed_by || ' of ports '
            || cast(port_first as varchar) || '-' || cast(port_last as varchar) || ' on ' || gateway
        ) as via,
    from near_loan
    group by judged, subject_key, subject_port, protocol, started_us, over_us
),
found as (
    select
        *,
        case
            when inside_key <> other_key and last_opened_us < first_closed_us then '3shared'
            when uncovered = 1 then '4coverage'
            when least_key = most_key and inside = 1 then ''
            when inside_key <> other_key or over_edge = 1 then '2spans_change'
            else '2edge'
        end as grade,
    from weighed
)
select
    judged, subject_key, subject_port, protocol, started_us, over_us, grade, via,
    case
        when grade not in ('', '2edge') then ''
        when least_key = most_key then coalesce(inside_key, '')
        else ''
    end as inner_key,
from found
