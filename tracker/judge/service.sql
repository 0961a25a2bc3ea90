-- title: servers' ports that something else than their number makes worth a look
--
-- Somebody's label; first lengths as a VPN opens with; packets of such a length that nobody
-- answers; DTLS where TLS may stand beside it; WARP's networks. All records between the two at
-- that port are looked at then, in the nights that depend on it. Each is asked for apart: what a
-- log never tells costs nothing.
with
-- In one look at UDP: these conditions hold for few records, and each look has its price.
udp as (
    select
        talk.*,
        case
            when silent_length in (select client from opening where protocol = 17) then 'silence'
            when
                app is null
                and (dst_port in (4433, 8443, 10443) or src_port in (4433, 8443, 10443))
                then 'twin'
            when dst_port = 443 and relay_range.first_key is not null then 'relay'
        end as why,
    from talk
    left join relay_range
        on talk.dst_key between relay_range.first_key and relay_range.last_key
    where event_date between $first_date and $last_date and protocol = 17
),
hit as (
    select started_us, src_key, src_port, dst_key, dst_port, protocol, is_oriented, 'label' as why
    from talk
    where
        event_date between $first_date and $last_date
        and (app, app_basis) in (
            select app, app_basis from known_label
            where kind not in ('call', 'carried', 'other') and basis in ('dpi', 'heuristic')
        )
    union all
    select started_us, src_key, src_port, dst_key, dst_port, protocol, is_oriented, 'opening'
    from talk
    where
        event_date between $first_date and $last_date
        -- One column alone is looked up in the files' statistics: where no record tells it, nothing
        -- else is read.
        and first_out in (select client from opening)
        and (protocol, first_out, first_in) in (select protocol, client, server from opening)
    union all
    select started_us, src_key, src_port, dst_key, dst_port, protocol, is_oriented, 'twin'
    from talk
    where
        event_date between $first_date and $last_date
        and protocol = 17
        and app in (select app from known_label where instr(app, 'dtls') > 0)
    union all
    select started_us, src_key, src_port, dst_key, dst_port, protocol, is_oriented, why
    from udp
    where why <> ''
),
-- Each record both ways round where it does not say who serves.
faced as (
    select started_us, src_key as client_key, dst_key as server_key, protocol, dst_port as port, why
    from hit
    union
    select started_us, dst_key, src_key, protocol, src_port, why from hit where not is_oriented
),
dated as (
    select distinct
        calendar.judged, faced.client_key, faced.server_key, faced.protocol, faced.port, faced.why,
    from faced
    join calendar
        on faced.started_us >= calendar.first_us and faced.started_us < calendar.end_us
)
select distinct judged, client_key, server_key, protocol, port
from dated
where
    why in ('label', 'opening', 'relay')
    or why = 'silence' and port not in (select port from house_port)
    or why = 'twin' and port in (443, 4433, 8443, 10443)
union
select judged, client_key, server_key, 6, port
from dated
where why = 'twin' and port in (443, 4433, 8443, 10443)
