-- rows: each open term of `known_terms` with what it amounts to at $at
select
    registration_id,
    registrant_id,
    category,
    case
        when status <> 'approved' then status
        when $at < valid_from then 'pending'
        when valid_to is null or $at < valid_to - to_days($expiring_days) then 'active'
        when $at < valid_to then 'expiring'
        when $at < valid_to + to_days(grace_days) then 'grace'
        else 'expired'
    end as standing,
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
    authority_ref,
    moved_from,
    first_recorded_at,
    recorded_at,
    registry_version,
from known_terms
where state = 'open'
order by registration_id
