-- title: which runs judged the sessions, by what, and what they read
with
judged as (
    select run_id, count(*) as sessions, min(night) as first_night, max(night) as last_night
    from counted
    group by run_id
),
-- One night of a run is judged by one version of each list: any session of it tells them.
sample as (
    select run_id, night, max(session_id) as session_id
    from counted
    group by run_id, night
),
said as (
    select session.run_id, session.registry_version, unnest(session.list_versions) as list_version
    from session
    semi join sample on session.night = sample.night and session.session_id = sample.session_id
    where session.night between $first_night and $last_night
),
told as (
    select
        run_id,
        string_agg(distinct registry_version, ', ' order by registry_version) as register,
        string_agg(distinct list_version, ', ' order by list_version) as lists,
    from said
    group by run_id
)
select
    judged.*,
    run.command,
    run.began_at,
    run.outcome,
    run.tool_version,
    run.settings_digest,
    run.judgement_digest,
    told.register,
    told.lists,
from judged
left join told on judged.run_id is not distinct from told.run_id
left join run on judged.run_id = run.run_id
order by run.began_at, judged.run_id
