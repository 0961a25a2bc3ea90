-- title: the inner address behind each outward moment, and how sure that is
--
-- `grade` is a finding's rank and its word, as `parted` has them: nothing where the translation is
-- clear of every edge. Where no loan is known nothing stands here.
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
            case when opened_us <= started_us - $guard_us and closed_us >= over_us + $guard_us
                then 1 else 0 end
        ) as clear,
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
            when clear = 1 and least_key = most_key then ''
            when inside_key <> other_key or over_edge = 1 then '2spans_change'
            else '2edge'
        end as grade,
    from weighed
)
select
    judged, subject_key, subject_port, protocol, started_us, over_us, grade, via,
    case
        when grade not in ('', '2edge') then ''
        when inside_key is not null then inside_key
        when least_key = most_key then least_key
        else ''
    end as inner_key,
from found
