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
missing as (
    select list(gap order by gap.gateway nulls first, gap.kind, gap.from_at) as gaps
    from gap
    inner join one on gap.run_id = one.run_id and gap.night = one.night
),
held as (select list(holding order by kind, opened_at, port_first) as holdings from holding),
covered as (select list(spanned order by gateway) as spanned from spanned),
-- What weighs too little by now to be a session at all has no row.
weighed as (
    select
        (select again from again) as again,
        (select by_now from by_now) as by_now,
),
judged as (
    select run.began_at as judged_at, run.tool_version, run.settings_digest, run.judgement_digest
    from one
    left join run on one.run_id = run.run_id
    order by judged_at desc nulls last
    limit 1
)
select
    one.* replace (if(one.holdings is null, null, coalesce(held.holdings, [])) as holdings),
    coalesce(files.files, []) as files, coalesce(looked.terms, []) as terms,
    coalesce(entries.listed, []) as listed, coalesce(unasked.not_asked, []) as not_asked,
    coalesce(missing.gaps, []) as gaps, coalesce(covered.spanned, []) as spanned, weighed.*,
    told.reviews, reviewed.review, reviewed.review_id, reviewed.new_evidence,
    register.*, judged.*,
    judged.settings_digest = $settings as same_settings,
    judged.judgement_digest = $judgement as same_rules,
from one, files, looked, entries, unasked, missing, told, register, judged, held, covered, weighed
left join reviewed on reviewed.session_id = one.session_id
