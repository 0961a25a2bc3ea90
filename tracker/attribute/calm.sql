-- title: stays on addresses that no two claim at once, told by a gateway whose clock fits
-- kept: no
select stay.*
from stay
left join (select distinct subject from contested) as contested on stay.subject = contested.subject
where contested.subject is null and stay.holder <> '' and stay.clock = 0
