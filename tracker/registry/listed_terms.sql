-- rows: the open terms of `standing` that are asked for; what is null or empty asks for all
select
    registration_id,
    registrant_id,
    category,
    standing,
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
from standing
where
    state = 'open'
    and (len($standings) = 0 or list_contains($standings, standing))
    and ($registrant is null or registrant_id = $registrant)
    and ($binding_kind is null or binding_kind = $binding_kind)
    and ($category is null or category = $category)
order by registration_id
