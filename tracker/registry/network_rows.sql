-- rows: one network, with the columns of `endpoint` that a file decides
select distinct
    found.prefix as cidr,
    found.first_key,
    found.last_key,
    said.category,
    said.provider,
    rtrim(lower(said.host), '.') as host,
    coalesce(said.confidence, 'shared') as confidence,
from sheet_rows as said
inner join sheet_prefixes as found on found.text = said.cidr
order by first_key, last_key, category, provider, host, confidence
