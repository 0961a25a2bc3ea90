-- rows: what the version in force before has and what that to add has, where that is a jump
-- param networks = 10: fewer more or less are none
-- param addresses = 256: a /24; fewer more or less are none
--
-- No row where nothing was there before. Prefixes lie within each other or apart, so the addresses
-- are those of the prefixes that lie in no other.
with versions as (
    select distinct version, as_of, recorded_at
    from endpoint
    where list = $list
),
began as (select max(as_of) as at from list_to_add),
before as (
    select versions.version
    from versions, began
    order by
        coalesce(versions.as_of <= began.at, true) desc,
        if(versions.as_of > began.at, versions.as_of, null),
        versions.as_of desc nulls last,
        versions.recorded_at desc,
        versions.version desc
    limit 1
),
networks as (
    select distinct 'before' as side, cidr, first_key, last_key
    from endpoint
    where list = $list and version in (select version from before)
    union
    select distinct 'after', cidr, first_key, last_key
    from list_to_add
),
marked as (
    select
        side,
        cidr,
        coalesce(
            max(last_key) over (
                partition by side
                order by first_key, last_key desc
                rows between unbounded preceding and 1 preceding
            ) >= last_key,
            false
        ) as is_within,
    from networks
),
sized as (
    select
        side,
        if(is_within or contains(cidr, ':'), 0, 1::bigint << (32 - coalesce(
            try_cast(nullif(split_part(cidr, '/', 2), '') as integer), 32))) as addresses,
    from marked
),
counted as (
    select
        count_if(side = 'before') as networks_before,
        count_if(side = 'after') as networks_after,
        cast(coalesce(sum(addresses) filter (side = 'before'), 0) as bigint) as addresses_before,
        cast(coalesce(sum(addresses) filter (side = 'after'), 0) as bigint) as addresses_after,
    from sized
)
select *
from counted
where
    networks_before > 0
    and networks_after > 0
    and (
        abs(networks_after - networks_before) >= $networks
            and abs(networks_after - networks_before) > networks_before * $most
        or abs(addresses_after - addresses_before) >= $addresses
            and abs(addresses_after - addresses_before) > addresses_before * $most
    )
