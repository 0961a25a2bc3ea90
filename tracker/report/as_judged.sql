-- Until when register and lists were known that the session was judged by, in microseconds.
--
-- Of the register that is the import of the version which it names, or the beginning of its run
-- if that was before: a night may be judged by the register as it was recorded earlier.
with
judged as (select max(began_at) as began_at from judging_run),
version as (
    select max(recorded_at) as recorded_at
    from registration
    semi join one using (registry_version)
)
select
    coalesce(epoch_us(least(began_at, recorded_at)), $never_us) as known_us,
    coalesce(epoch_us(began_at), $never_us) as listed_us,
from judged, version
