-- title: the candidates' addresses that lie in a subscriber's network
--
-- A network's addresses share their leading digits, so that the match is an equality of stems
-- with a range behind it, in every engine.
with
address as (
    select judged, away, src_key as address_key from stitched
    union
    select judged, away, dst_key from stitched
),
own as (
    select * from network where category in ('pool_static', 'pool_dynamic', 'pool_cgnat', 'local')
),
width as (select distinct judged, away, digits from own),
probe as (
    select address.*, width.digits, left(address.address_key, width.digits) as stem
    from address
    join width on address.judged = width.judged and address.away = width.away
)
select distinct probe.judged, probe.away, probe.address_key
from probe
join own
    on probe.judged = own.judged
    and probe.away = own.away
    and probe.digits = own.digits
    and probe.stem = own.stem
    and probe.address_key between own.first_key and own.last_key
