-- title: of each session asked for what the page counts, and how the reviews leave it
select
    wanted.session_id, wanted.night, wanted.first_at, wanted.last_at,
    wanted.src_ip, wanted.remote_ip, wanted.family, wanted.holder, wanted.attribution,
    wanted.tier, wanted.verdict, wanted.category, wanted.run_id,
    coalesce(wanted.bytes_out, 0) + coalesce(wanted.bytes_in, 0) as bytes,
    list_contains(cast($flagged as varchar[]), wanted.verdict) as accuses,
    accuses and reviewed.review is not distinct from 'dismissed' as is_dismissed,
    accuses and not is_dismissed as is_flagged,
from wanted
left join reviewed using (session_id)
