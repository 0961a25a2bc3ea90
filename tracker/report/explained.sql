-- One session with everything behind it, as one row: its terms, its raw lines, its run.
with
seen as (select unnest(sources, recursive := true) from one),
files as (
    select
        list(
            struct_pack(
                path := origin.path,
                source := seen.source,
                sha256 := origin.sha256,
                format := origin.format,
                zone := origin.zone,
                bytes := origin.bytes,
                lines := origin.lines,
                head_sha256 := origin.head_sha256,
                first_line := seen.first_line,
                last_line := seen.last_line,
                records := coalesce(raw_line.lines, [])
            )
            order by origin.path, seen.source
        ) as files,
    from seen
    left join origin using (source)
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
