-- rows: `read_networks` as rows of `endpoint`
--
-- Without a date of its own the first version of a list counts from always, a later one from its
-- import.
select
    $list as list,
    $version as version,
    cidr,
    first_key,
    last_key,
    category,
    provider,
    host,
    confidence,
    first_seen,
    last_seen,
    coalesce(
        cast($as_of as timestamptz),
        case when exists (select 1 from endpoint where list = $list) then $at end
    ) as as_of,
    cast($at as timestamptz) as recorded_at,
from read_networks
order by first_key, last_key, category, provider, host, confidence, first_seen, last_seen
