-- rows: the versions of one term, as recorded by $known_at (null: now)
select *
from registration
where
    registration_id = $registration
    and (recorded_at <= $known_at or $known_at is null)
order by recorded_at
