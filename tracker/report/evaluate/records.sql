-- title: the records behind each number, with the files and lines of each session
--
-- `truth_line` is the line of the truth file that tells of the pair first.
with
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
            when standing."class" is null then 'unmatched'
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
    list_position(['missed', 'false', 'unmatched', 'found', 'spared'], outcome),
    truth_line,
    first_at,
    session_id
