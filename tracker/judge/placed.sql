-- title: the list entries in which both ends of the pairs lie, by the lists of the judged night
with
address as (
    select judged, subject_key as address_key from pair
    union
    select judged, remote_key from pair
),
known as (select * from network where away = 0),
width as (select distinct judged, digits from known),
probe as (
    select address.*, width.digits, left(address.address_key, width.digits) as stem
    from address
    join width on address.judged = width.judged
)
select distinct
    probe.judged, probe.address_key, known.list_name, known.version, known.category,
    known.provider,
    known.host,
from probe
join known
    on probe.judged = known.judged
    and probe.digits = known.digits
    and probe.stem = known.stem
    and probe.address_key between known.first_key and known.last_key
