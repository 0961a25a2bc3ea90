-- title: which runs judged the sessions, by what, and what they read
with
judged as (
    select
        run_id,
        count(*) as sessions,
        min(night) as first_night,
        max(night) as last_night,
        arg_max(session_id, (night, session_id)) as last_id,
    from counted
    group by run_id
),
-- One run judges by one version of the register and of each list: any session of it tells them.
said as (
    select session.run_id, session.registry_version as register, session.list_versions as lists
    from session
    semi join judged on session.night = judged.last_night and session.session_id = judged.last_id
    where session.night between $first_night and $last_night
)
select
    judged.* exclude (last_id),
    run.command,
    run.began_at,
    run.outcome,
    run.tool_version,
    run.settings_digest,
    run.judgement_digest,
    said.register,
    array_to_string(said.lists, ', ') as lists,
from judged
join said on judged.run_id is not distinct from said.run_id
left join run on judged.run_id = run.run_id
order by run.began_at, judged.run_id
