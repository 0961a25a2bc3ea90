-- title: stays on addresses that no two claim at once, told by a gateway whose clock fits
-- kept: no
select stay.*
from stay
left join (
    select subject from contested
    union
    select subject from stay where clock = 2
) as unsure on stay.subject = unsure.subject
where unsure.subject is null and stay.holder <> '' and stay.clock = 0
