-- title: how many are told to have held the address near the session's first record
select count(distinct stay.holder) as candidates
from stay
where stay.opened_us <= $at_us + $guard_us and stay.closed_us >= $at_us - $guard_us
