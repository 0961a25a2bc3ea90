-- title: a login from before the night to after it for each subject that has no line of its own
with
told as (
    select
        event,
        case event
            when 'start' then 1773446400 - 1800
            when 'stop' then 1773446400 + 86400 + 1800
            else 1773446400 + cast(hash(n) % 86400 as bigint)
        end as at_second,
        if(kind in ('account', 'nobody'), name, sha256('of ' || n)[:32]) as "user",
        if(kind in ('circuit', 'msisdn'), name, null) as station,
        printf('%08x', n) as session_key,
        ip,
        ip_key,
    from subjects, (values ('start'), ('interim'), ('stop')) as e(event)
    where kind <> 'cidr'
)
select
    to_timestamp(at_second) as "at",
    * exclude (at_second),
    'radius' as kind,
    'nas-1' as gateway,
    cast(null as bigint) as session_seconds,
    cast(null as integer) as port_first,
    cast(null as integer) as port_last,
    cast(null as varchar) as inner_ip,
    cast(null as varchar) as inner_key,
    cast(null as integer) as prefix_length,
    cast(null as integer) as protocol,
    cast(null as timestamptz) as expires_at,
    'b' as source,
    row_number() over (order by at_second, ip_key, event) as line,
    cast(to_timestamp(at_second) at time zone 'UTC' as date) as event_date,
from told
