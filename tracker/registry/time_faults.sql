-- rows: dates and times of the register that are none, and windows that end before they begin
with
times as (
    select
        line,
        'valid_from ''' || left(said_from, 80) || ''' ' || from_fault as found,
        from_todo as todo,
    from terms
    where from_fault is not null
    union all
    select line, 'valid_to ''' || left(said_to, 80) || ''' ' || to_fault, to_todo
    from terms
    where to_fault is not null
)
select line, found, 'a date such as 2026-03-14, or a time with its offset' as expected, todo
from times
union all
select
    line,
    'valid_to ''' || said_to || ''' is not after valid_from ''' || said_from || '''',
    'a term that lasts (a date includes its day, a time does not include itself)',
    'turn the two round, or correct one',
from terms
where valid_to <= valid_from
order by line, found
