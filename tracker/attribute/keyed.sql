-- title: login sessions on each address, as if each key were one session, which nearly every one is
-- kept: many
--
-- `is_again` where the key shows more than one: a sign after the end, or a start long after
-- another. Names are pseudonyms, digests themselves, and are told apart by number: the least and
-- the greatest text of each group would take half of all the time.
with
hashed as (
    select
        *,
        case when holder is not null then hash(holder) end as holder_hash,
        case when station is not null then hash(station) end as station_hash,
    from sign
),
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
        case when min(holder_hash) = max(holder_hash) then max(holder) else '' end as holder,
        case when min(station_hash) = max(station_hash) then max(station) end as station,
        min(kind) as kind,
    from hashed
    group by subject, held, gateway, login_key
)
select
    *,
    coalesce(sign_us > end_us, false) or coalesce(again_us > seen_us + $resend_us, false)
    as is_again,
from summed
