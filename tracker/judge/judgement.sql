-- title: the rows of `session`, each with the digest that its session_id is made of
with
line_range as (
    select session, origin, min(line) as first_line, max(line) as last_line
    from member
    group by session, origin
),
lines as (
    select
        session,
        list_sort(
            list({'source': source, 'first_line': first_line, 'last_line': last_line})
        ) as sources,
    from line_range
    join origin on line_range.origin = origin.origin
    group by session
),
listed as (
    select
        session,
        list_sort(
            list(
                {
                    'detection': detection, 'group': team,
                    'weight': cast(tenths as double) / 10, 'saw': saw, 'guards': guards
                }
            )
        ) as evidence,
    from evidence
    group by session
),
list_used as (
    select judged, list_sort(list(distinct list_name || ' ' || version)) as list_versions
    from network
    where
        away = 0
        or away = -1
        and host is not null
        and category not in ('pool_static', 'pool_dynamic', 'pool_cgnat', 'local')
    group by judged
),
register as (
    select registry_version
    from registration_us
    where recorded_us <= $known_us
    order by recorded_us desc, registry_version desc
    limit 1
)
select
    sha256(
        scored.src_ip || '|' || coalesce(scored.remote_ip, scored.remote_key) || '|'
        || scored.family || '|' || scored.direction || '|' || cast(scored.first_us as varchar)
        -- Two subscribers behind one address may begin at one instant.
        || coalesce('|' || scored.inner_ip, '')
    ) as digest,
    scored.judged as night,
    make_timestamptz(scored.first_us) as first_at,
    make_timestamptz(scored.last_us) as last_at,
    scored.src_ip, scored.src_port, scored.remote_ip, scored.remote_port, scored.protocol,
    scored.family, scored.direction, scored.connections, scored.bytes_out, scored.bytes_in,
    scored.packets_out, scored.packets_in,
    case when scored.attribution in ('exact', 'edge') then scored.holder end as holder,
    case when scored.attribution in ('exact', 'edge') then scored.basis end as holder_basis,
    coalesce(backed.holdings, []) as holdings, coalesce(backed.candidates, 0) as candidates,
    scored.attribution, scored.tier,
    cast(scored.score as double) / 10 as score,
    listed.evidence, verdict.verdict, verdict.reason, verdict.registration_id, verdict.category,
    pieced.parts, register.registry_version, list_used.list_versions,
    coalesce(matched.matches, []) as matches, nullif(scored.gateway, '') as gateway,
    lines.sources,
    $run_id as run_id,
from scored
join verdict on scored.session = verdict.session
join lines on scored.session = lines.session
join listed on scored.session = listed.session
left join backed on scored.session = backed.session
left join pieced on scored.session = pieced.session
left join matched on scored.session = matched.session
left join list_used on scored.judged = list_used.judged
left join register on true
