-- How many terms the register has by now, and the version that came in last.
select
    count(distinct registration_id) as register_terms,
    arg_max(registry_version, recorded_at) as register_now,
from registration
