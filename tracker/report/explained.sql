-- One session with everything behind it, as one row: its terms, its raw lines, its run.
with
seen as (select unnest(sources, recursive := true) from one),
files as (
    select
        list(
            struct_pack(
                path := last_state.path,
                source := seen.source,
                sha256 := last_state.sha256,
                format := last_state.format,
                zone := last_state.zone,
                bytes := last_state.bytes,
                lines := coalesce(last_state.lines_before, 0) + last_state.lines,
                head_sha256 := last_state.head_sha256,
                first_line := seen.first_line,
                last_line := seen.last_line,
                records := coalesce(raw_line.lines, [])
            )
            order by last_state.path, seen.source
        ) as files,
    from seen
    left join last_state using (source)
    left join raw_line using (source)
),
-- One term may bind the holder and his circuit; the session's own row says which decided.
bound as (
    select distinct
        terms.* exclude (session)
            replace (terms.registration_id is not distinct from one.registration_id as decided),
    from terms, one
),
looked as (
    select list(bound order by decided desc, valid_from desc, registration_id) as terms from bound
),
entries as (
    select list(listed order by listed) as listed from listed
),
unasked as (
    select list(not_asked order by lacking, detection) as not_asked from not_asked
),
register as (
    select
        count(distinct registration_id) as register_terms,
        arg_max(registry_version, recorded_at) as register_now,
    from registration
),
gap as (select run_id, unnest(gaps, recursive := true) from judging_run),
missing as (
    select list(gap order by gap.gateway nulls first, gap.kind, gap.from_at) as gaps
    from gap
    semi join one using (night)
),
held as (select list(holding order by kind, opened_at, port_first) as holdings from holding),
covered as (select list(spanned order by gateway) as spanned from spanned),
judged as (
    select
        any_value(began_at) as judged_at, any_value(tool_version) as tool_version,
        any_value(settings_digest) as settings_digest,
        any_value(judgement_digest) as judgement_digest,
    from judging_run
)
select
    one.* replace (if(one.holdings is null, null, coalesce((from held), [])) as holdings),
    coalesce((from files), []) as files, coalesce((from looked), []) as terms,
    coalesce((from entries), []) as listed, coalesce((from unasked), []) as not_asked,
    coalesce((from missing), []) as gaps, coalesce((from covered), []) as spanned,
    -- What weighs too little by now to be a session at all has no row there.
    (select again from again) as again, (select by_now from by_now) as by_now,
    told.reviews, reviewed.review, reviewed.review_id, reviewed.new_evidence,
    register.*, judged.*,
    judged.settings_digest = $settings as same_settings,
    judged.judgement_digest = $judgement as same_rules,
from one, told, register, judged
left join reviewed on reviewed.session_id = one.session_id
