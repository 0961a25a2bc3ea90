-- title: each of the session's holdings with the records that open and close it
--
-- Where another one ended it, the record that closes it is the holder's own last one.
with
spoken as (
    select
        claimed.kind, claimed.opened_us, claimed.port_first,
        {
            'at_us': login_us.at_us + coalesce(stated_gateway.offset_us, 0),
            'source': login_us.source, 'line': login_us.line, 'event': login_us.event
        } as record,
    from claimed
    join login_us
        on case claimed.kind when 'cgnat'
            then login_us.kind = 'cgnat' and login_us.ip_key = $ip_key
            and login_us.inner_key = claimed.inner_key
            and login_us.gateway = claimed.gateway
            and coalesce(login_us.port_first, 0) = claimed.port_first
            else login_us.holder = $holder and login_us.kind not in ('cgnat', 'system') end
    left join stated_gateway on login_us.gateway = stated_gateway.gateway
    where
        login_us.event <> 'failure'
        and (claimed.kind = 'cgnat' or login_us.ip_key is null
            or login_us.prefix_length is not null
            or login_us.ip_key = claimed.own_key)
        and login_us.at_us + coalesce(stated_gateway.offset_us, 0)
        between claimed.opened_us and claimed.closed_us
),
ended as (
    select
        kind, opened_us, port_first, count(*) as records,
        min(record) as opening, max(record) as closing,
    from spoken
    group by kind, opened_us, port_first
),
path as (select source, path from last_state)
select
    claimed.kind, make_timestamptz(claimed.opened_us) as opened_at,
    make_timestamptz(claimed.closed_us) as closed_at, claimed.opened_by, claimed.closed_by,
    nullif(claimed.gateway, '') as gateway, claimed.inner_ip, claimed.port_first,
    claimed.port_last, claimed.station,
    ended.opening.event as opening_event,
    make_timestamptz(ended.opening.at_us) as opening_at,
    opened.path as opening_path, ended.opening.line as opening_line,
    ended.closing.event as closing_event,
    make_timestamptz(ended.closing.at_us) as closing_at,
    closed.path as closing_path, ended.closing.line as closing_line,
    ended.records,
from claimed
left join ended
    on claimed.kind = ended.kind and claimed.opened_us = ended.opened_us
    and claimed.port_first is not distinct from ended.port_first
left join path as opened on ended.opening.source = opened.source
left join path as closed on ended.closing.source = closed.source
