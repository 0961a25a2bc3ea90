-- What of a session fits on a screen; a cut id ends in a sign that says so.
select
    left(session_id, 8) || '…' as session,
    first_at as began,
    src_ip as subscriber,
    left(holder, 8) || '…' as holder,
    case
        when remote_port is null then remote_ip
        when contains(remote_ip, ':') then '[' || remote_ip || ']:' || remote_port
        else remote_ip || ':' || remote_port
    end as remote,
    family,
    tier,
    score,
    verdict,
    reason,
    registration_id as term,
    review,
from listed
