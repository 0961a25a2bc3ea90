-- title: the address whose holder is asked for: the session's own, or the one behind it
select distinct
    cast($night as date) as judged,
    coalesce(near_loan.inner_key, $ip_key) as subject_key,
    cast($at_us as bigint) as started_us,
    cast($at_us as bigint) as over_us,
from (select 1) as asked
left join near_loan on true
