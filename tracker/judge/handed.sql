-- title: bindings that a registrant has moved from, and the time in which they still count
--
-- A term's binding has changed, or another term of its registrant says that it took the place of
-- this one (`moved_from`). `heir` is the term that they count for. A move happens when the new
-- binding's term begins, and where its begin is that of before, when it was recorded; paper that
-- came late keeps the old binding for its days from when it came. `stood_us` is when the version
-- with the old binding was replaced or closed: before `told_us` where a move was told ahead.
with
-- What was closed in between has moved no less.
opened as (
    select
        *,
        lead(number) over (partition by registration_id order by number) as next_open,
    from edition
    where state = 'open'
),
changed as (
    select
        old.registration_id as heir,
        old.registration_id as bound_id,
        old.number as bound_number,
        old.next_us as stood_us,
        case when newer.valid_from_us > old.valid_from_us then newer.valid_from_us
            else newer.recorded_us end as told_us,
        case when newer.valid_from_us > old.valid_from_us
            then greatest(newer.valid_from_us, newer.recorded_us)
            else newer.recorded_us end as moved_us,
    from opened as old
    join edition as newer
        on old.registration_id = newer.registration_id and old.next_open = newer.number
    where
        old.registrant_id = newer.registrant_id
        and (old.binding_kind <> newer.binding_kind or old.binding_value <> newer.binding_value)
),
last_open as (
    select registration_id, max(number) as number
    from edition
    where state = 'open'
    group by registration_id
),
replaced as (
    select
        heir.registration_id as heir,
        old.registration_id as bound_id,
        old.number as bound_number,
        old.next_us as stood_us,
        heir.valid_from_us as told_us,
        greatest(heir.valid_from_us, heir.first_recorded_us) as moved_us,
    from edition as heir
    join last_open on heir.moved_from = last_open.registration_id
    join edition as old
        on last_open.registration_id = old.registration_id and last_open.number = old.number
    where heir.next_us is null and heir.registrant_id = old.registrant_id
),
-- The heir speaks by its last version; one that was closed has moved nowhere.
move as (
    select * from changed
    union
    select * from replaced
)
select
    move.heir,
    heir.number as heir_number,
    heir.status in ('approved', 'pending') as is_granted,
    move.bound_id,
    move.bound_number,
    move.stood_us,
    move.told_us,
    move.moved_us + $moved_us as untold_us,
from move
join edition as heir on move.heir = heir.registration_id
where heir.next_us is null and heir.state = 'open'
