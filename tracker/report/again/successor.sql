-- title: which sessions have the records now of those that are no more; one row a session that has
--
-- They have the same two ends, and records of the same lines; where the lines are not known, or the
-- file was taken out and brought in again, a time in common.
with
line as (
    select before.session_id, unnest(sources, max_depth := 2) from before
),
near as (
    select
        before.session_id as replaced, before.night as replaced_night, session.*,
        exists (
            select 1
            from line, (select unnest(session.sources, max_depth := 2)) as own
            where
                line.session_id = before.session_id
                and line.source = own.source
                and line.first_line <= own.last_line
                and line.last_line >= own.first_line
        ) as shares,
    from before
    left join session
        on session.night between before.night - 1 and before.night + 1
        and session.src_ip = before.src_ip
        and session.remote_ip is not distinct from before.remote_ip
        and session.first_at <= before.last_at
        and session.last_at >= before.first_at
        and (before.gateway is null or before.remote_ip is not null
            or session.gateway is not distinct from before.gateway)
)
select replaced, replaced_night, session_id
from near
where shares or not (select coalesce(bool_or(other.shares), false) from near as other
    where other.replaced = near.replaced)
order by replaced, first_at, session_id
