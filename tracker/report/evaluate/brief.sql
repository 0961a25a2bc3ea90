-- What of a record fits on a screen; a cut id ends in a sign that says so.
select
    outcome,
    "class",
    family,
    tier,
    verdict,
    left(session_id, 8) || '…' as session,
    taken_for,
    place,
    low_ip,
    high_ip,
    truth_line,
    files[1].path || ':' || files[1].first_line || '-' || files[1].last_line
    || if(len(files) > 1, ' and ' || (len(files) - 1) || ' more', '') as records,
from listed
