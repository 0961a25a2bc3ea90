-- rows: a sheet's rows as networks that a file says, with what was said beside it
select
    line,
    'cidr ' as place,
    cidr,
    coalesce(category, $category) as category,
    coalesce(provider, $provider) as provider,
    coalesce(confidence, $confidence) as confidence,
    host,
    first_seen,
    last_seen,
from sheet_rows
