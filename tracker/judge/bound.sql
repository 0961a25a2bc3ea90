-- title: the subjects' addresses that lie under a cidr binding
with
subject as (select distinct subject_key from pair),
width as (select distinct digits from term where binding_kind = 'cidr'),
probe as (
    select subject.subject_key, width.digits, left(subject.subject_key, width.digits) as stem
    from subject
    cross join width
),
static as (
    select *, left(binding_first_key, digits) as stem from term where binding_kind = 'cidr'
)
select probe.subject_key, static.entry
from probe
join static
    on probe.digits = static.digits
    and probe.stem = static.stem
    and probe.subject_key between static.binding_first_key and static.binding_last_key
