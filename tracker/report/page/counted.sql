-- title: of each session in the window what the page counts, and how the reviews leave it
-- kept: many
--
-- The window is that of wanted.sql: $first_night and $last_night take in every night it may touch.
select
    session.session_id, session.night, session.run_id,
    session.src_ip, session.remote_ip, session.family, session.holder, session.attribution,
    session.verdict, session.category,
    coalesce(session.bytes_out, 0) + coalesce(session.bytes_in, 0) as bytes,
    list_contains(cast($flagged as varchar[]), session.verdict) as accuses,
    accuses and reviewed.review is not distinct from 'dismissed' as is_dismissed,
    accuses and not is_dismissed as is_flagged,
from session
left join reviewed using (session_id)
where
    session.night between $first_night and $last_night
    and ($since is null or session.first_at >= cast($since as timestamptz))
    and ($until is null or session.first_at < cast($until as timestamptz))
