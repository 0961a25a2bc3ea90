-- rows: the terms of `known_terms` that end within $most_days of $at and are not renewed
--
-- A term that another of its registrant goes on from is renewed: one with the same binding and
-- remote that begins before it ends, or one that names it in moved_from. Approved renewals need no
-- letter; pending ones are told.
with decided as (
    select *
    from known_terms
    where state = 'open' and status in ('approved', 'pending')
),
ending as (
    select *
    from decided
    where
        status = 'approved'
        and valid_to > $at
        and valid_to <= $at + to_days($most_days)
),
followed as (
    select ending.registration_id, next.status
    from ending
    inner join decided as next using (registrant_id, binding_kind, binding_value, remote_kind)
    where
        next.registration_id <> ending.registration_id
        and next.remote_value is not distinct from ending.remote_value
        and next.valid_from <= ending.valid_to
        and (next.valid_to is null or next.valid_to > ending.valid_to)
    union all
    select ending.registration_id, next.status
    from ending
    inner join decided as next
        on next.moved_from = ending.registration_id and next.registrant_id = ending.registrant_id
    where
        next.registration_id <> ending.registration_id
        and (next.valid_to is null or next.valid_to > ending.valid_to)
),
renewed as (
    select registration_id, bool_or(status = 'approved') as is_approved
    from followed
    group by registration_id
)
select ending.*, renewed.registration_id is not null as is_pending
from ending
left join renewed using (registration_id)
where not coalesce(renewed.is_approved, false)
order by registration_id
