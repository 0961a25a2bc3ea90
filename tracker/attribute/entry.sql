-- title: login events in few words, by the corrected clock of each gateway
-- kept: no
select
    login_us.event_date,
    login_us.at_us + coalesce(stated_gateway.offset_us, 0) as at_us,
    case event when 'allocate' then 'start' when 'release' then 'stop'
        when 'snapshot' then 'interim' else event end as event,
    kind, holder, station, ip_key, prefix_length, port_first, port_last, protocol, inner_key,
    login_key, session_key, lasted_us,
    login_us.expires_us + coalesce(stated_gateway.offset_us, 0) as expires_us,
    login_us.gateway,
from login_us
left join stated_gateway on login_us.gateway = stated_gateway.gateway
