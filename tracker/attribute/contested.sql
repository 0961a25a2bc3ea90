-- title: times in which two holders are told for one address
select
    one.subject,
    greatest(one.opened_us, other.opened_us) as first_us,
    least(one.closed_us, other.closed_us) as last_us,
from stay as one
join stay as other
    on one.subject = other.subject
    and one.holder < other.holder
    and one.opened_us < other.closed_us
    and other.opened_us < one.closed_us
