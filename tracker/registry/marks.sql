-- rows: of each row the words of all its faults, by the row's first line
with
starts as (
    select line, lead(line, 1, 9223372036854775807) over (order by line) as next_line
    from sheet_starts
)
select
    starts.line,
    string_agg(
        concat_ws('; ', found, 'expected ' || expected, nullif(todo, '')), ' | '
        order by found_faults.place
    ) as fault,
from found_faults
inner join starts on found_faults.line >= starts.line and found_faults.line < starts.next_line
group by starts.line
