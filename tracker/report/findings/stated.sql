-- title: what was stated for files and cannot all be right: zones, and one content twice
--
-- Files without a gateway are compared by their format: two machines may well have two clocks.
with
done as (select * from last_state where state = 'done'),
zoned as (
    select
        gateway,
        case when gateway is null then format end as format,
        zone,
        count(*) as files,
        min(path) as path,
    from done
    where zone is not null
    group by gateway, case when gateway is null then format end, zone
),
clock as (
    select
        coalesce(gateway, format) as name,
        count(*) as zones,
        cast(sum(files) as bigint) as files,
        string_agg(
            format('{} for {} files such as {}', zone, files, path), ', ' order by zone
        ) as told,
    from zoned
    group by gateway, format
),
twice as (
    select min(path) as path, count(distinct source) as times
    from done
    group by sha256
    having count(distinct source) > 1
)
select
    30 as place,
    'zone' as part,
    name,
    'doubtful' as state,
    'one clock in several zones moves records by hours, and names the wrong holder: ' || told
        as told,
    '`tracker parse FILE --zone Z` shows which is right; a new lake puts it right' as todo,
from clock
where zones > 1
union all
select
    30,
    'zone',
    'stated zones',
    'ok',
    format('{} files have one, and no gateway has two', sum(files)),
    null,
from clock
having max(zones) = 1
union all
select
    32,
    'source',
    min(path),
    'doubtful',
    format('{} files, this among them, are in the lake under several gateways: their records '
        || 'count twice', count(*)),
    'state --gateway always or never; a new lake puts it right',
from twice
having count(*) > 0
