-- title: faced records, GRE beside a PPTP control connection made part of it
-- last reader of: faced
-- param beside_us = 60000000: PPTP opens its GRE tunnel at once; a minute allows for slow clocks
--
-- GRE alone is plain encapsulation. Between the same two hosts, while TCP 1723 is open or within a
-- minute of it (RFC 2637), it carries PPTP. Both must start in one night. `talk` is the
-- conversation that a record belongs to, whoever told of it.
with
control as (
    select *, least(subject_key, remote_key) as low_key,
        greatest(subject_key, remote_key) as high_key
    from faced
    where family = 'pptp'
),
gre as (
    select *, least(subject_key, remote_key) as low_key,
        greatest(subject_key, remote_key) as high_key
    from faced
    where protocol = 47
),
carried as (
    select
        gre.judged, gre.origin, gre.line, gre.low_key, gre.high_key,
        min(control.subject_key) as control_key,
    from gre
    join control
        on gre.judged = control.judged
        and gre.away = control.away
        and gre.low_key = control.low_key
        and gre.high_key = control.high_key
        and gre.started_us <= control.reach_us + $beside_us
        and control.started_us <= gre.reach_us + $beside_us
    group by gre.judged, gre.origin, gre.line, gre.low_key, gre.high_key
),
resolved as (
    select
        gre.*,
        carried.control_key is not null as is_pptp,
        coalesce(carried.control_key, gre.subject_key) <> gre.subject_key as turn,
    from gre
    left join carried
        on gre.judged = carried.judged
        and gre.origin = carried.origin
        and gre.line = carried.line
        and gre.low_key = carried.low_key
        and gre.high_key = carried.high_key
),
turned as (
    select
        judged, away, started_us, over_us, reach_us, protocol, port, family, gateway, origin, line,
        conversation, direction, remote_serves, subject_key, subject_port, remote_key, remote_port,
        bytes_out, bytes_in, packets_out, packets_in, first_asked, first_answered,
        app, app_basis, sampling, is_event, is_packet, role,
    from faced
    where protocol <> 47
    union all
    select
        judged, away, started_us, over_us, reach_us, protocol, port,
        case when is_pptp then 'pptp' else family end, gateway, origin, line, conversation,
        case when turn and direction = 'outbound' then 'inbound'
            when turn and direction = 'inbound' then 'outbound' else direction end,
        case when turn then not remote_serves else remote_serves end,
        case when turn then remote_key else subject_key end,
        case when turn then remote_port else subject_port end,
        case when turn then subject_key else remote_key end,
        case when turn then subject_port else remote_port end,
        case when turn then bytes_in else bytes_out end,
        case when turn then bytes_out else bytes_in end,
        case when turn then packets_in else packets_out end,
        case when turn then packets_out else packets_in end,
        first_asked, first_answered, app, app_basis, sampling, is_event, is_packet,
        case when is_pptp then 'strong' else role end,
    from resolved
)
select
    *,
    concat_ws('/', subject_key, subject_port, '', remote_key, remote_port, '', protocol) as talk,
from turned
