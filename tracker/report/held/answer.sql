-- title: what judging says of the instant, for each protocol, with the address it looked at
--
-- A name stands here where a judged session would have it, and nowhere else. Where an address is
-- shared by translation and no port is said, whoever had any of its ports is meant.
with
lender as (
    select distinct loan.judged, loan.ip_key, loan.inner_key
    from loan
    where
        $port is null
        and loan.opened_us <= $at_us + $guard_us
        and loan.closed_us >= $at_us - $guard_us
),
crowd as (
    select judged, ip_key, count(*) as lenders from lender group by judged, ip_key
)
select
    parted.protocol,
    chained.judged,
    chained.asked_key,
    nullif(chained.inner_key, '') as inner_key,
    chained.translated,
    chained.via,
    crowd.lenders,
    case when crowd.lenders > 0 then 'shared' else parted.attribution end as grade,
    case when crowd.lenders > 0 then 'shared' else parted.doubt end as doubt,
    case when crowd.lenders is null and parted.attribution in ('exact', 'edge')
        then parted.holder end as holder,
from parted
join chained on parted.pair = chained.pair
left join crowd
    on chained.judged = crowd.judged
    and chained.subject_key = crowd.ip_key
    -- What has no ports, and what is told by a clock that does not fit, is as it was judged.
    and parted.protocol in (6, 17)
    and parted.doubt is distinct from 'clock'
