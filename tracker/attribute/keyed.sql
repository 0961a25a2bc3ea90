-- title: login sessions on each address, as if each key were one session, which nearly every one is
-- kept: many
--
-- `is_again` where the key shows more than one: a sign after the end, or a start long after
-- another.
with
summed as (
    select
        subject, held, gateway, login_key,
        min(case when event = 'start' then at_us end) as start_us,
        max(case when event in ('start', 'call') then at_us end) as again_us,
        min(at_us - lasted_us) as derived_us,
        min(case when event not in ('call', 'left') then at_us end) as seen_us,
        max(at_us) as sign_us,
        max(case when event in ('start', 'interim') then at_us end) as shown_us,
        min(case when event in ('stop', 'left') then at_us end) as end_us,
        min(case when event = 'stop' then at_us end) as stop_us,
        max(expires_us) as expires_us,
        case when min(holder) = max(holder) then min(holder) else '' end as holder,
        case when min(station) = max(station) then min(station) end as station,
        min(kind) as kind,
    from sign
    group by subject, held, gateway, login_key
)
select
    *,
    coalesce(sign_us > end_us, false) or coalesce(again_us > seen_us + $resend_us, false)
    as is_again,
from summed
