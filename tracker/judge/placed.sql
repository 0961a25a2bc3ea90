-- title: the list entries in which both ends of the pairs lie, by the lists of the judged night
--
-- What was in force when the night began counts as well (`away` is then -1), but never for whose a
-- subscriber's network is. A tunnel resolves its server's name once and may then live for days.
with
address as (
    select judged, subject_key as address_key from pair
    union
    select judged, remote_key from pair
),
known as (
    select
        judged, list_name, version, dated_us, cidr, first_key, last_key, digits, stem, category,
        provider, host, confidence,
        max(away) as away,
    from network
    where
        away = 0
        or away = -1
        and category not in ('pool_static', 'pool_dynamic', 'pool_cgnat', 'local')
    group by
        judged, list_name, version, dated_us, cidr, first_key, last_key, digits, stem, category,
        provider, host, confidence
),
width as (select distinct judged, digits from known),
probe as (
    select address.*, width.digits, left(address.address_key, width.digits) as stem
    from address
    join width on address.judged = width.judged
)
select
    probe.judged, probe.address_key, known.list_name, known.version, known.dated_us, known.cidr,
    known.digits, known.category, known.provider, known.host, known.confidence, known.away,
from probe
join known
    on probe.judged = known.judged
    and probe.digits = known.digits
    and probe.stem = known.stem
    and probe.address_key between known.first_key and known.last_key
