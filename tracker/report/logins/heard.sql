-- title: login records by the corrected clock of each gateway
-- kept: no
--
-- Loans of ports are no logins: who had one is asked by address, port and time.
select
    event_date,
    coalesce(login.gateway, '') as gateway,
    kind,
    coalesce(session_key, "user", station, '') as login_key,
    session_key,
    coalesce("user", station) as holder,
    station,
    "at" + to_microseconds(coalesce(stated_gateway.offset_us, 0)) as told_at,
    case event when 'allocate' then 'start' when 'release' then 'stop'
        when 'snapshot' then 'interim' else event end as event,
    ip || coalesce('/' || prefix_length, '') as ip,
    inner_ip, peer_ip, app, session_seconds,
    expires_at + to_microseconds(coalesce(stated_gateway.offset_us, 0)) as expires_at,
    stated_gateway.silence_us,
    bytes_out, bytes_in, reason,
from login
left join stated_gateway on login.gateway = stated_gateway.gateway
where kind <> 'cgnat'
