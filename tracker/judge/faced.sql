-- title: candidates with the subscriber's side as subject, kept where the server's port is a VPN's
--
-- The subscriber networks say which side the subject is; else the opener is. Only the port of the
-- side that was opened to counts: a client's own port is chance. Never the lower port decides.
with
sided as (
    select
        stitched.*,
        dst_side.address_key is null or src_side.address_key is not null as src_is_subject,
        (src_side.address_key is null) <> (dst_side.address_key is null) as one_subscriber,
        coalesce(initiator, 'unknown') as opened,
    from stitched
    left join subscriber as src_side
        on stitched.judged = src_side.judged
        and stitched.away = src_side.away
        and stitched.src_key = src_side.address_key
    left join subscriber as dst_side
        on stitched.judged = dst_side.judged
        and stitched.away = dst_side.away
        and stitched.dst_key = dst_side.address_key
),
served as (
    select
        *,
        case when opened = 'known' or not one_subscriber then true
            else src_is_subject end as dst_serves,
    from sided
),
named as (
    select
        judged, away, started_us, over_us, reach_us, protocol, gateway, origin, line, conversation,
        case when src_is_subject then src_key else dst_key end as subject_key,
        case when src_is_subject then src_port else dst_port end as subject_port,
        case when src_is_subject then dst_key else src_key end as remote_key,
        case when src_is_subject then dst_port else src_port end as remote_port,
        case when src_is_subject then bytes_out else bytes_in end as bytes_out,
        case when src_is_subject then bytes_in else bytes_out end as bytes_in,
        case when src_is_subject then packets_out else packets_in end as packets_out,
        case when src_is_subject then packets_in else packets_out end as packets_in,
        case when opened = 'unknown' then 'unknown'
            when src_is_subject then 'outbound' else 'inbound' end as direction,
        dst_serves = src_is_subject as remote_serves,
        case when protocol not in (6, 17) then 0 when dst_serves then dst_port
            else src_port end as port,
    from served
)
select named.*, vpn_port.family
from named
join vpn_port on named.protocol = vpn_port.protocol and named.port = vpn_port.port
where
    -- Link-local, multicast, reserved, broadcast and unspecified remotes are no tunnel's end.
    not (
        left(remote_key, 24) = '00000000000000000000ffff'
        and (
            substr(remote_key, 25, 1) in ('e', 'f')
            or substr(remote_key, 25, 2) = '00'
            or substr(remote_key, 25, 4) = 'a9fe'
        )
    )
    and left(remote_key, 2) <> 'ff'
    and left(remote_key, 3) not in ('fe8', 'fe9', 'fea', 'feb')
    and remote_key <> '00000000000000000000000000000000'
