-- title: each of the session's holdings with the records that open and close it
--
-- Where another one ended it, the record that closes it is the holder's own last one. A record
-- without an address belongs to it by its key, if others with that key tell the address. Records
-- are sought by the clocks as they are set now: where what opens or closes it does not stand where
-- it stood when it was judged, none is told, for it may be another login session's.
with
told as (
    select
        login_us.* replace (login_us.at_us + coalesce(stated_gateway.offset_us, 0) as at_us),
        -- How many of an address's last bits its prefix leaves open, as prefix.sql has it.
        cast(greatest(128 - coalesce(prefix_length, 128)
            - if(left(ip_key, 24) = $old and prefix_length <= 32, 96, 0), 0) as uhugeint)
        as open_bits,
    from login_us
    left join stated_gateway on login_us.gateway = stated_gateway.gateway
    where login_us.event <> 'failure'
),
near as (
    select
        kept.number, told.gateway, told.login_key, told.source, told.line, told.event, told.at_us,
        told.ip_key is not null as is_placed,
    from kept
    join told
        on (
            told.gateway = kept.gateway
            or list_contains(string_split(kept.gateway, ' and '), told.gateway)
        )
        and case kept.kind when 'cgnat'
            then told.kind = 'cgnat' and told.ip_key = $ip_key
            and told.inner_key = kept.inner_key
            and coalesce(told.port_first, 0) = kept.port_first
            and coalesce(told.port_last, 65535) = kept.port_last
            else told.holder = $holder and told.kind not in ('cgnat', 'system')
            and coalesce(
                cast('0x' || told.ip_key as uhugeint) >> open_bits
                = cast('0x' || kept.own_key as uhugeint) >> open_bits,
                true
            ) end
        and told.at_us between kept.opened_us and kept.closed_us
),
keyed as (select distinct number, gateway, login_key from near where is_placed),
ended as (
    select
        number, count(*) as records,
        count(*) filter (event in ('start', 'allocate')) as starts,
        min({'at_us': at_us, 'source': source, 'line': line, 'event': event}) as opening,
        max(
            {'at_us': at_us, 'is_stop': event in ('stop', 'release'), 'source': source,
                'line': line, 'event': event}
        ) as closing,
    from near
    semi join keyed using (number, gateway, login_key)
    group by number
),
proved as (
    select ended.*
    from ended
    join kept using (number)
    where
        case opened_by when 'start' then opening.at_us = opened_us and starts > 0
            when 'first sign' then opening.at_us = opened_us else true end
        and case closed_by when 'stop' then closing.at_us = closed_us and closing.is_stop
            when 'last sign' then closing.at_us = closed_us else true end
),
path as (select source, path from last_state)
select
    kept.kind, make_timestamptz(kept.opened_us) as opened_at,
    make_timestamptz(kept.closed_us) as closed_at, kept.opened_by, kept.closed_by,
    nullif(kept.gateway, '') as gateway, kept.inner_ip, kept.port_first, kept.port_last,
    kept.station,
    opening.event as opening_event, make_timestamptz(opening.at_us) as opening_at,
    opened.path as opening_path, opening.line as opening_line,
    closing.event as closing_event, make_timestamptz(closing.at_us) as closing_at,
    closed.path as closing_path, closing.line as closing_line, proved.records,
from kept
left join proved on kept.number = proved.number
left join path as opened on proved.opening.source = opened.source
left join path as closed on proved.closing.source = closed.source
