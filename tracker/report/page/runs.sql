-- title: which runs judged the sessions, by what, and what they read
with
judged as (
    select run_id, count(*) as sessions, min(night) as first_night, max(night) as last_night
    from counted
    group by run_id
),
said as (
    select
        run_id,
        string_agg(distinct registry_version, ', ' order by registry_version) as register,
        array_to_string(list_sort(list_distinct(flatten(list(distinct list_versions)))), ', ')
            as lists,
    from wanted
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
    said.register,
    said.lists,
from judged
join said on judged.run_id is not distinct from said.run_id
left join run on judged.run_id = run.run_id
order by run.began_at, judged.run_id
