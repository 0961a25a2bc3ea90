-- The lists as far as they can concern the session: what has one of its two ends in it, every ePDG,
-- and of each version one row that names no network, by which its time is known.
--
-- Of lists of a hundred thousand networks a few are left, before each step goes over all of them.
with
version as (
    select list_name, version, min(as_of_us) as as_of_us, min(recorded_us) as recorded_us
    from endpoint_us
    group by list_name, version
)
from endpoint_us
where
    category = 'epdg'
    or $src_key between first_key and last_key
    or $remote_key between first_key and last_key
union all by name
from version
