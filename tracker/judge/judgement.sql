-- title: the rows of `session`, in a fixed order
--
-- session_id is the digest's first 130 bits in base32 (RFC 4648), each digit read from the two
-- hexadecimal digits in which its five bits lie.
with
line_range as (
    select session, source, min(line) as first_line, max(line) as last_line
    from member
    group by session, source
),
lines as (
    select
        session,
        list_sort(
            list({'source': source, 'first_line': first_line, 'last_line': last_line})
        ) as sources,
    from line_range
    group by session
),
list_used as (
    select judged, list_sort(list(distinct list_name || ' ' || version)) as list_versions
    from network
    where away = 0
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
    array_to_string(
        list_transform(
            [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25],
            lambda digit: substr(
                'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
                (
                    (instr('0123456789abcdef', substr(scored.session, digit * 5 // 4 + 1, 1)) - 1) * 16
                    + instr('0123456789abcdef', substr(scored.session, digit * 5 // 4 + 2, 1)) - 1
                ) // case digit % 4 when 0 then 8 when 1 then 4 when 2 then 2 else 1 end % 32 + 1,
                1
            )
        ),
        ''
    ) as session_id,
    scored.judged as night,
    make_timestamptz(scored.first_us) as first_at,
    make_timestamptz(scored.last_us) as last_at,
    scored.src_ip, scored.src_port, scored.remote_ip, scored.remote_port, scored.protocol,
    scored.family, scored.direction, scored.connections, scored.bytes_out, scored.bytes_in,
    scored.packets_out, scored.packets_in,
    case when scored.attribution in ('exact', 'edge') then scored.holder end as holder,
    case when scored.attribution in ('exact', 'edge') then scored.basis end as holder_basis,
    scored.attribution, scored.tier,
    cast(scored.score as double) / 10 as score,
    scored.evidence, verdict.verdict, verdict.reason, verdict.registration_id, verdict.category,
    register.registry_version, list_used.list_versions,
    nullif(scored.gateway, '') as gateway,
    lines.sources,
    $run_id as run_id,
from scored
join verdict on scored.session = verdict.session
join lines on scored.session = lines.session
left join list_used on scored.judged = list_used.judged
left join register on true
order by night, first_at, session_id
