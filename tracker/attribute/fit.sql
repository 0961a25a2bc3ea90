-- title: how well each gateway's logins fit the activity of its addresses, by stretches of offsets
-- param most = 840: minutes; clocks are at most fourteen hours apart, which is the largest zone
select
    judged, gateway, minute,
    coalesce(lead(minute) over (partition by judged, gateway order by minute), $most + 1) - 1
    as last_minute,
    cast(sum(orphans) over (partition by judged, gateway order by minute) as bigint) as orphans,
    cast(sum(exposed) over (partition by judged, gateway order by minute) as bigint) as exposed,
from moved
where minute <= $most
