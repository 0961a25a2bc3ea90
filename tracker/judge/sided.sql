-- title: candidates with the subscriber's side as subject, and the port of the side that serves
-- kept: no
--
-- The subscriber networks say which side the subject is; else the opener is. Only the port of the
-- side that was opened to counts: a client's own port is chance. Never the lower port decides. Of
-- what a gateway tells of itself, who dialled in is the subject.
with
told as (
    select
        stitched.*,
        is_event or dst_side.address_key is null or src_side.address_key is not null
        as src_is_subject,
        case when is_event then 'known' else coalesce(initiator, 'unknown') end as opened,
        (src_side.address_key is null) <> (dst_side.address_key is null) as one_subscriber,
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
        opened = 'known' or not one_subscriber or src_is_subject as dst_serves,
    from told
)
select
    judged, away, started_us, over_us, reach_us, gateway, origin, line, conversation,
    app, coalesce(app_basis, '') as app_basis, sampling, is_event, is_packet,
    coalesce(protocol, 0) as protocol,
    case when src_is_subject then src_key else dst_key end as subject_key,
    case when src_is_subject then src_port else dst_port end as subject_port,
    case when src_is_subject then dst_key else src_key end as remote_key,
    case when src_is_subject then dst_port else src_port end as remote_port,
    case when src_is_subject then bytes_out else bytes_in end as bytes_out,
    case when src_is_subject then bytes_in else bytes_out end as bytes_in,
    case when src_is_subject then packets_out else packets_in end as packets_out,
    case when src_is_subject then packets_in else packets_out end as packets_in,
    case when dst_serves then first_out else first_in end as first_asked,
    case when dst_serves then first_in else first_out end as first_answered,
    case when opened = 'unknown' then 'unknown'
        when src_is_subject then 'outbound' else 'inbound' end as direction,
    dst_serves = src_is_subject as remote_serves,
    case when dst_serves then src_key else dst_key end as client_key,
    case when dst_serves then dst_key else src_key end as server_key,
    case when coalesce(protocol, 0) not in (6, 17) then 0 when dst_serves then dst_port
        else src_port end as port,
from served
