-- title: the share of the connections of which neither side lies in a list's pools
-- param least = 0.02: scans and broadcasts have no subscriber's side either
--
-- One record in $one_in is looked at, chosen by its place in its file: it is always the same.
with
own as (
    select first_key, last_key from listed
    where category in ('pool_static', 'pool_dynamic', 'pool_cgnat', 'local')
),
marked as (
    select
        *,
        max(last_key) over (
            order by first_key, last_key rows between unbounded preceding and 1 preceding
        ) as before_key,
    from own
),
numbered as (
    select *, count(*) filter (before_key is null or first_key > before_key) over (
            order by first_key, last_key rows unbounded preceding
        ) as span,
    from marked
),
span as (
    select min(first_key) as first_key, max(last_key) as last_key from numbered group by span
),
looked as (
    select src_key, dst_key
    from connection
    where
        event_date >= $recent and src_key is not null and dst_key is not null
        and hash(source, line) % cast($one_in as ubigint) = 0
),
placed as (
    select
        coalesce(looked.src_key <= near.last_key, false) as is_src,
        coalesce(looked.dst_key <= far.last_key, false) as is_dst,
    from looked
    asof left join span as near on looked.src_key >= near.first_key
    asof left join span as far on looked.dst_key >= far.first_key
),
counted as (
    select count(*) as records, count(*) filter (not is_src and not is_dst) as outside from placed
)
select
    54 as place,
    'list' as part,
    'connections outside the pools' as name,
    case when outside > $least * records then 'doubtful' else 'ok' end as state,
    format('{:.1f} % of the last two days have neither side in a pool: who opened is taken for '
        || 'the subscriber', 100.0 * outside / records) as told,
    'add networks: `tracker lists import pools FILE`' as todo,
from counted
where records > 0 and exists (select 1 from own)
