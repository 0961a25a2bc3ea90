-- title: stays: one holder on one address without a break, as far as the logins cover it
-- kept: many
--
-- Holdings of one holder that follow within the guard are one stay: nobody else was named there.
with
-- Where nobody came back nothing goes on: windows over all would take most of the time.
returned as (
    select distinct subject
    from (select subject from certain group by subject, hash(holder) having count(*) > 1) as twice
),
marked as (
    select
        certain.*,
        coalesce(
            holder = lag(holder) over (
                partition by certain.subject order by opened_us, closed_us, holder, gateway
            )
            and opened_us <= $guard_us + max(closed_us) over (
                partition by certain.subject order by opened_us, closed_us, holder, gateway
                rows between unbounded preceding and 1 preceding
            ),
            false
        ) as goes_on,
        coalesce(
            holder = lead(holder) over (
                partition by certain.subject order by opened_us, closed_us, holder, gateway
            )
            and lead(opened_us) over (
                partition by certain.subject order by opened_us, closed_us, holder, gateway
            ) <= $guard_us + max(closed_us) over (
                partition by certain.subject order by opened_us, closed_us, holder, gateway
                rows between unbounded preceding and current row
            ),
            false
        ) as is_followed,
    from certain
    join returned on certain.subject = returned.subject
),
counted as (
    select
        *,
        sum(case when goes_on then 0 else 1 end) over (
            partition by subject
            order by opened_us, closed_us, holder, gateway
            rows between unbounded preceding and current row
        ) as stay,
    from marked
    where goes_on or is_followed
)
select
    certain.subject, holder, opened_us, closed_us, opened_us + $guard_us as clear_us,
    closed_us - $guard_us as until_us, station, opened_by, closed_by, kind, gateway as gateways,
    clock,
from certain
left join returned on certain.subject = returned.subject
where returned.subject is null
union all
select
    subject, holder, opened_us, closed_us, opened_us + $guard_us, closed_us - $guard_us, station,
    opened_by, closed_by, kind, gateway, clock,
from marked
where not goes_on and not is_followed
union all
select
    subject,
    min(holder),
    min(opened_us),
    max(closed_us),
    min(opened_us) + $guard_us,
    max(closed_us) - $guard_us,
    case when min(station) = max(station) then min(station) end,
    max(case when not goes_on then opened_by end),
    -- The word of whichever closes last: the instant stands before it, as text of one width.
    substr(max(lpad(cast(closed_us as varchar), 20, '0') || closed_by), 21, 20),
    min(kind),
    case when min(gateway) = max(gateway) then min(gateway)
        else min(gateway) || ' and ' || max(gateway) end,
    max(clock),
from counted
group by subject, stay
