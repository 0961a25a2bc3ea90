-- rows: cells of one column that are empty and must not be, or do not look as they should
select
    line,
    if({column} is null, $name || ' is empty', $name || ' ''' || left({column}, 80) || '''')
        as found,
    $expected as expected,
    '' as todo,
from sheet_rows
where if({column} is null, $needed, not regexp_full_match({column}, $pattern))
order by line
