-- rows: one term whole: what it says, how it stands, what it moved to, what became of it
--
-- `history` holds the versions of this term alone.
with moved as (
    select list_sort(list(registration_id)) as moved_to
    from standing
    where
        moved_from = $registration
        and state = 'open'
        and registrant_id = (
            select registrant_id from standing where registration_id = $registration
        )
),
versions as (
    select
        list(
            {
                'recorded_at': clock_text(recorded_at, $zone),
                'registry_version': registry_version,
                'change': change,
                'what': what,
            }
            order by recorded_at
        ) as versions,
    from history
)
select
    registration_id,
    registrant_id,
    category,
    cast($at as timestamptz) as asked_at,
    standing,
    stands_until,
    binding_kind,
    binding_value,
    remote_kind,
    remote_value,
    protocol,
    port,
    valid_from,
    valid_to,
    status,
    grace_days,
    grace_until,
    authority_ref,
    moved_from,
    coalesce(moved_to, []) as moved_to,
    state,
    first_recorded_at,
    recorded_at,
    registry_version,
    versions,
from standing
cross join moved
cross join versions
where registration_id = $registration
