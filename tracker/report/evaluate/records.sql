-- title: the records behind each number: one row a truth's tunnel, one a session of another class
--
-- A tunnel's row has its best session, of `sessions` in all. `truth_line` is the line of the truth
-- file that tells of the pair first.
with
last_state as (
    select source, arg_max(path, recorded_at) as path
    from stored_source
    group by source
),
standing as (
    select pair.*, pair.session_id as stands
    from pair
    where pair."class" = 'tunnel'
    union all
    select distinct pair.*, met.session_id
    from pair
    join truth using (place, low_ip, high_ip, "class", family)
    join met on truth.line = met.line
    join stood on met.session_id = stood.session_id and pair."class" = stood."class"
    where pair."class" <> 'tunnel' and truth.counts
),
span as (
    select session_id, unnest(sources, recursive := true)
    from session
    where session_id in (select stands from standing)
),
file as (
    select
        span.session_id,
        list(
            struct_pack(
                path := last_state.path,
                source := span.source,
                first_line := span.first_line,
                last_line := span.last_line
            )
            order by last_state.path, span.source
        ) as files,
    from span
    left join last_state using (source)
    group by span.session_id
),
listed as (
    select
        case
            when standing."class" = 'tunnel' then standing.outcome
            else if(stood.is_spared, 'spared', 'false')
        end as outcome,
        standing."class",
        nullif(standing.family, '') as family,
        nullif(['possible', 'likely', 'confirmed'][stood.rank], '') as tier,
        session.verdict,
        session.reason,
        standing.stands as session_id,
        session.family as taken_for,
        nullif(standing.place, '') as place,
        standing.low_ip,
        standing.high_ip,
        make_timestamptz(coalesce(stood.first_us, standing.first_us)) as first_at,
        standing.flows,
        standing.sessions,
        standing.line as truth_line,
        coalesce(file.files, []) as files,
    from standing
    left join stood on standing.stands = stood.session_id
    left join session on standing.stands = session.session_id
    left join file on standing.stands = file.session_id
)
select *
from listed
order by
    list_position(['missed', 'false', 'found', 'spared'], outcome), truth_line, first_at, session_id
