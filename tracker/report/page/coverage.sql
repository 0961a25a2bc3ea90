-- title: how many records each gateway told, of connections and of logins, by day or by hour (UTC)
--
-- $first and $last are the UTC dates of the records, both inclusive. Of many gateways those with
-- most holes stay; `gateways` counts all of a kind.
with
record as (
    select
        'connections' as kind, gateway, event_date,
        coalesce(started_at, ended_at, logged_at) as moment_at,
    from connection
    union all
    select 'logins', gateway, event_date, "at" from login
),
cell as (
    select
        kind,
        coalesce(gateway, 'no gateway') as gateway,
        if($by_hour, strftime(moment_at, '%Y-%m-%d %H:00'), strftime(event_date, '%Y-%m-%d'))
            as at,
        count(*) as records,
    from record
    where event_date between $first and $last
    group by all
),
ranked as (
    select
        kind,
        gateway,
        row_number() over (partition by kind order by count(*), gateway) as place,
        count(*) over (partition by kind) as gateways,
    from cell
    group by kind, gateway
)
select cell.*, ranked.gateways
from cell
join ranked on cell.kind = ranked.kind and cell.gateway = ranked.gateway
where ranked.place <= $most
order by cell.kind, cell.gateway, cell.at
