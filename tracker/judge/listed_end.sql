-- title: ends of connections that a list of VPN or Tor servers names, night by night
--
-- First by the leading digits that all entries of an address family have at least: most addresses
-- lie near none, and need not be told apart.
with
own as (
    select distinct
        judged, digits, stem, first_key, last_key,
        left(first_key, 24) = '00000000000000000000ffff' as is_old,
    from network
    where away = 0 and category in ('vpn', 'tor')
),
coarse as (
    select
        coalesce(min(case when is_old then digits end), 32) as old_digits,
        coalesce(min(case when not is_old then digits end), 32) as new_digits,
    from own
),
near as (
    select distinct left(stem, case when is_old then old_digits else new_digits end) as stem
    from own
    cross join coarse
),
talk_end as (
    select src_key as end_key
    from talk
    where event_date between $first_date and $last_date
    union all
    select dst_key
    from talk
    where event_date between $first_date and $last_date
),
address as (
    select distinct end_key as address_key
    from talk_end
    where
        left(
            end_key,
            case when left(end_key, 24) = '00000000000000000000ffff'
                then (select old_digits from coarse) else (select new_digits from coarse) end
        ) in (select stem from near)
),
width as (select distinct digits from own),
probe as (
    select address.address_key, width.digits, left(address.address_key, width.digits) as stem
    from address
    cross join width
)
select distinct own.judged, probe.address_key
from probe
join own
    on probe.digits = own.digits
    and probe.stem = own.stem
    and probe.address_key between own.first_key and own.last_key
