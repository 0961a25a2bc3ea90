-- Sessions that answer what was asked; a filter that was not given asks nothing.
--
-- $since is inclusive and $until exclusive, both of the session's first record. $first_night and
-- $last_night take in every night that such a record may lie in: by them files are passed over.
select *
from session
where
    night between $first_night and $last_night
    and ($since is null or first_at >= cast($since as timestamptz))
    and ($until is null or first_at < cast($until as timestamptz))
    and ($verdicts is null or list_contains(cast($verdicts as varchar[]), verdict))
    and ($tiers is null or list_contains(cast($tiers as varchar[]), tier))
    and ($ip is null or src_ip = $ip)
    and ($remote is null or remote_ip = $remote)
    and ($holder is null or holder = $holder)
    and ($registration is null or registration_id = $registration)
