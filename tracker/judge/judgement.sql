-- title: the rows of `session`, each with the digest that its session_id is made of
with
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
        subject.ip || '|' || coalesce(remote.ip, scored.remote_key) || '|'
        || scored.family || '|' || scored.direction || '|' || cast(scored.first_us as varchar)
        -- Two subscribers behind one address may begin at one instant.
        || coalesce('|' || inner_side.ip, '')
    ) as digest,
    scored.judged as night,
    make_timestamptz(scored.first_us) as first_at,
    make_timestamptz(scored.last_us) as last_at,
    subject.ip as src_ip, scored.src_port, remote.ip as remote_ip, scored.remote_port,
    scored.protocol, scored.family, scored.direction, scored.connections, scored.bytes_out,
    scored.bytes_in, scored.packets_out, scored.packets_in,
    case when scored.attribution in ('exact', 'edge') then scored.holder end as holder,
    case when scored.attribution in ('exact', 'edge') then scored.basis end as holder_basis,
    coalesce(backed.holdings, []) as holdings, coalesce(backed.candidates, 0) as candidates,
    scored.attribution, scored.tier,
    cast(scored.score as double) / 10 as score,
    evident.evidence, verdict.verdict, verdict.reason, verdict.registration_id, verdict.category,
    pieced.parts, register.registry_version, list_used.list_versions,
    coalesce(matched.matches, []) as matches, nullif(scored.gateway, '') as gateway,
    traced.sources,
    $run_id as run_id,
from scored
join address as subject on scored.pair = subject.pair and subject.side = 'subject'
left join address as remote on scored.pair = remote.pair and remote.side = 'remote'
left join address as inner_side
    on scored.pair = inner_side.pair and inner_side.side = 'inner'
join verdict on scored.session = verdict.session
join traced on scored.session = traced.session
join evident on scored.session = evident.session
left join backed on scored.session = backed.session
left join pieced on scored.session = pieced.session
left join matched on scored.session = matched.session
left join list_used on scored.judged = list_used.judged
left join register on true
