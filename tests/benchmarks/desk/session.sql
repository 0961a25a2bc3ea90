-- title: the night's sessions as judging lays them down; their ids are made of `digest`
with
told as (
    select
        i,
        min(line) as first_line,
        max(line) as last_line,
        max(started_us + over_us) as last_us,
    from record
    where i is not null
    group by i
)
select
    sha256(concat_ws('|', src_ip, remote_ip, family, 'outbound', first_us)) as digest,
    cast($night as date) as night,
    make_timestamptz(first_us) as first_at, make_timestamptz(last_us) as last_at,
    src_ip, 20000 + i % 40000 as src_port, remote_ip, remote_port, 17 as protocol, family,
    'outbound' as direction, connections, packets * 400 as bytes_out, packets * 700 as bytes_in,
    packets as packets_out, packets * 11 // 10 as packets_in, holder,
    if(holder is null, null, 'radius start .. stop on bras-' || (1 + n % 8)) as holder_basis,
    -- As login.sql has them.
    if(
        holder is null,
        [],
        [{
            'kind': 'radius',
            'opened_at': make_timestamptz(
                $begin_us + cast(hash(n, $day) % 60000000 as bigint)
            ),
            'closed_at': make_timestamptz(
                $begin_us + 86400000000 - 1 - cast(hash(n, $day) % 60000000 as bigint)
            ),
            'opened_by': 'start', 'closed_by': 'stop', 'gateway': 'bras-' || (1 + n % 8),
            'inner_ip': cast(null as varchar), 'port_first': cast(null as integer),
            'port_last': cast(null as integer), 'station': md5('circuit ' || n)
        }]
    ) as holdings,
    if(holder is null, 0, 1) as candidates,
    case verdict when 'unattributable' then 'unknown' when 'exempt' then 'unknown' else 'exact' end
    as attribution,
    tier, case tier when 'confirmed' then 4.5 when 'likely' then 2.5 else -1.0 end
        + (packets % 5) / 2 as score,
    [
        {
            'detection': 'length_residue', 'group': 'shape', 'weight': 1.5,
            'saw': packets * 400 || ' bytes out and ' || packets * 700
                || ' in, no remainder by 4',
            'guards': 'enough packets; no DNS, STUN, NTP; no label of another service; no fan-out'
        },
        {
            'detection': family || '_port', 'group': 'port', 'weight': 8.0,
            'saw': 'UDP ' || remote_port || ' answered, ' || packets || ' packets out, '
                || packets * 11 // 10 || ' in',
            'guards': 'server-side port; answered both ways; enough packets'
        }
    ]
    || if(
        tier = 'confirmed',
        [{'detection': 'listed_endpoint', 'group': 'list', 'weight': 2.5,
            'saw': remote_ip || '/32 of the list vpn', 'guards': 'a provider''s own server'}],
        []
    ) as evidence,
    verdict,
    case verdict when 'unregistered' then 'no_term' when 'unattributable' then 'no_holder'
        when 'inconclusive' then 'weak' else verdict end as reason,
    if(verdict in ('unregistered', 'inconclusive', 'unattributable', 'exempt'), null,
        printf('R-%06d', n % 10000)) as registration_id,
    if(registration_id is null, null, 'company') as category,
    '2025-06-01 5d1a0f3c' as registry_version,
    ['pools 2025-06-01', 'epdg 2025-06-01', 'vpn ' || strftime(cast($night as date), '%Y-%m')]
    as list_versions,
    if(spot < 5000, [{'list': 'vpn', 'version': strftime(cast($night as date), '%Y-%m'),
        'cidr': remote_ip || '/32', 'category': 'vpn', 'provider': 'provider-' || spot % 50,
        'host': cast(null as varchar)}], []) as matches,
    gateway, [{'source': source, 'first_line': first_line, 'last_line': last_line}] as sources,
    'run-' || strftime(cast($night as date), '%Y%m%d') as run_id,
from drawn
join told using (i)
