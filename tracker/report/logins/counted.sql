-- title: login sessions with how many others of their holder overlap them
-- param lag_us = 60000000: from who was let in to the session's own first record
--
-- Whatever began before a session's end and had not ended by its beginning overlaps it. An instant
-- counts as a microsecond. A server may tell who is let in before the session has key and address:
-- that is no session beside it.
with
let_in as (
    select distinct entry.gateway, entry.kind, entry.login_key, entry.life
    from dialled as entry
    join dialled as whole
        on entry.gateway = whole.gateway
        and entry.kind = whole.kind
        and entry.holder = whole.holder
        and whole.first_at between entry.first_at
            and entry.first_at + to_microseconds($lag_us)
    where
        entry.session_key is null and entry.ips is null and entry.stop_at is null
        and whole.session_key is not null
),
span as (
    select
        * exclude (last_at),
        greatest(last_at, first_at) as last_at,
        greatest(last_at, first_at + interval 1 microsecond) as over_at,
    from dialled
    anti join let_in using (gateway, kind, login_key, life)
),
begun as (
    select distinct
        holder, first_at as begun_at,
        count(*) over (partition by holder order by first_at) as begun,
    from span
    where holder is not null
),
over as (
    select distinct
        holder, over_at as gone_at,
        count(*) over (partition by holder order by over_at) as gone,
    from span
    where holder is not null
),
overlapped as (
    select span.*, begun.begun, coalesce(over.gone, 0) as gone
    from span
    asof left join begun on span.holder = begun.holder and span.over_at > begun.begun_at
    asof left join over on span.holder = over.holder and span.first_at >= over.gone_at
)
select
    overlapped.* exclude (begun, gone),
    cast(overlapped.begun - gone - 1 as bigint) as concurrent,
    -- As many as there were at once when it began.
    cast(begun.begun - gone as bigint) as at_once,
from overlapped
left join begun
    on overlapped.holder = begun.holder and overlapped.first_at = begun.begun_at
