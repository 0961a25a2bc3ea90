-- rows: of `history` what is asked for: one term or all, one registrant or all, in a window
select recorded_at, registry_version, registration_id, registrant_id, change, what
from history
where
    ($registration is null or registration_id = $registration)
    and ($registrant is null or registrant_id = $registrant or registrant_before = $registrant)
    and ($since is null or recorded_at >= $since)
    and ($until is null or recorded_at < $until)
order by recorded_at, registration_id, registry_version
