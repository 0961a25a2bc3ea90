-- rows: the latest version of each term known at $known_at (null: now), closed ones too
select *
from registration
where recorded_at <= $known_at or $known_at is null
qualify row_number() over (
    partition by registration_id
    order by recorded_at desc, registry_version desc
) = 1
order by registration_id
