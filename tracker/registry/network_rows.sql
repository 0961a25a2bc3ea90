-- rows: one network, with the columns of `endpoint` that a file decides
--
-- What was seen at one instant alone was seen for as long as that instant.
select distinct
    found.prefix as cidr,
    found.first_key,
    found.last_key,
    said.category,
    said.provider,
    rtrim(lower(said.host), '.') as host,
    coalesce(said.confidence, 'shared') as confidence,
    opening.opens as first_seen,
    if(
        closing.closes = opening.opens,
        closing.closes + interval 1 microsecond,
        closing.closes
    ) as last_seen,
from said_networks as said
inner join sheet_prefixes as found on found.text = said.cidr
left join sheet_moments as opening on opening.text = said.first_seen
left join sheet_moments as closing on closing.text = said.last_seen
order by first_key, last_key, category, provider, host, confidence, first_seen, last_seen
