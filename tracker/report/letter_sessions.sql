-- title: the sessions that a letter tells: of the holder, or it alone where nobody is named
--
-- What lies at the edge of a holding may be a neighbour's: it is in no letter but its own.
select session.*
from session
cross join one
where
    session.night between $first_night and $last_night
    and (
        session.session_id = one.session_id and session.night = one.night
        and (one.holder is null or $since is null)
        or session.holder = one.holder
        and session.attribution = 'exact'
        and ($since is not null or session.night = one.night)
        and ($since is null or session.first_at >= cast($since as timestamptz))
        and ($until is null or session.first_at < cast($until as timestamptz))
    )
