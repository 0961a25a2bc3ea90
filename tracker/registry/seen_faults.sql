-- rows: what is wrong with when an address was seen under a name
--
-- One instant for both is none; a day that ends where the first sight begins is.
with dated as (
    select
        said.line,
        said.first_seen,
        said.last_seen,
        opening.fault as first_fault,
        closing.fault as last_fault,
        closing.closes < opening.opens
        or closing.closes = opening.opens and closing.opens < closing.closes as reversed,
    from said_networks as said
    left join sheet_moments as opening on opening.text = said.first_seen
    left join sheet_moments as closing on closing.text = said.last_seen
),
told as (
    select line, 'first_seen ''' || left(first_seen, 80) || ''' ' || first_fault as found
    from dated
    union all
    select line, 'last_seen ''' || left(last_seen, 80) || ''' ' || last_fault
    from dated
)
select
    line,
    found,
    'a date such as 2026-03-14, or a time with its offset' as expected,
    '' as todo,
from told
where found is not null
union all
select
    line,
    'last_seen ''' || last_seen || ''' is before first_seen ''' || first_seen || '''',
    'the time of its last sight after that of its first',
    'turn the two round, or correct one',
from dated
where reversed
order by line, found
