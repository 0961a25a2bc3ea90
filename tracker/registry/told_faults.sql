-- rows: all faults of a file in the order of its lines; one told by two rules stands once
select
    line,
    replace(found, chr(10), '\n') as found,
    expected,
    todo,
from found_faults
group by line, replace(found, chr(10), '\n'), expected, todo
order by line, min(place), found, expected, todo
