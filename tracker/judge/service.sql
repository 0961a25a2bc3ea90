-- title: servers' ports that something else than their number makes worth a look
--
-- Somebody's label; first lengths as a VPN opens with; packets of such a length that nobody
-- answers; DTLS where TLS may stand beside it; WARP's networks. All records between the two at
-- that port are looked at then, in the nights that depend on it.
with
asked as (
    select
        talk.*,
        (app, app_basis) in (
            select app, app_basis from known_label
            where kind not in ('call', 'carried', 'other') and basis in ('dpi', 'heuristic')
        )
        or (protocol, first_out, first_in) in (select protocol, client, server from opening)
        or protocol = 17 and dst_port = 443 and relay_range.first_key is not null as is_sure,
        protocol = 17
        and coalesce(
            silent_length in (select client from opening where protocol = 17), false
        ) as is_silent,
        protocol = 17 and instr(app, 'dtls') > 0 as is_dtls,
        protocol = 17 and app is null
        and (dst_port in (4433, 8443, 10443) or src_port in (4433, 8443, 10443)) as is_plain,
    from talk
    left join relay_range
        on talk.dst_key between relay_range.first_key and relay_range.last_key
    where event_date between $first_date and $last_date and line in (select line from glimpse)
),
hit as (select * from asked where is_sure or is_silent or is_dtls or is_plain),
-- Each record both ways round where it does not say who serves.
faced as (
    select
        started_us, src_key as client_key, dst_key as server_key, protocol, dst_port as port,
        is_sure, is_silent, is_dtls, is_plain,
    from hit
    union
    select
        started_us, dst_key, src_key, protocol, src_port, is_sure, is_silent, is_dtls, is_plain,
    from hit
    where not is_oriented
),
dated as (
    select distinct
        calendar.judged, faced.client_key, faced.server_key, faced.protocol, faced.port,
        faced.is_sure or faced.is_silent and faced.port not in (select port from house_port)
        as is_alone,
        -- On 443, where HTTP/3 stands beside TLS, only what inspection calls DTLS counts.
        faced.is_dtls and faced.port = 443
        or (faced.is_dtls or faced.is_plain and not faced.is_silent)
        and faced.port in (4433, 8443, 10443) as has_twin,
    from faced
    join calendar
        on faced.started_us >= calendar.first_us and faced.started_us < calendar.end_us
)
select distinct judged, client_key, server_key, protocol, port
from dated
where is_alone or has_twin
union
select judged, client_key, server_key, 6, port
from dated
where has_twin
