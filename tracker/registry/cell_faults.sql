-- rows: cells of one column that are empty and must not be, or do not look as they should
--
-- What a spreadsheet would run, or has made of what was typed in, is told as that: whoever filled
-- the sheet in does not see it there.
with
told as (
    select
        line,
        {column} as value,
        case
            when {column} is null then 'empty'
            when not regexp_matches({column}, '^[=+@#0-9TF-]') then 'other'
            when regexp_full_match({column}, '#(N/A|REF!|VALUE!|NAME[?]|DIV/0!|NULL!|NUM!|SPILL!)')
                then 'error'
            when regexp_full_match({column}, '[0-9]([.,][0-9]+)?E[+][0-9]+|[0-9]{5,}[.,]0')
                then 'number'
            when {column} in ('TRUE', 'FALSE') then 'truth'
            when regexp_full_match({column}, '(?s)[=+@-].+')
                and not regexp_full_match({column}, $allowed)
                then 'formula'
            else 'other'
        end as kind,
    from sheet_rows
)
select
    line,
    case kind
        when 'empty' then $name || ' is empty'
        else $name || ' ''' || left(value, 80) || ''''
    end || case kind
        when 'error' then ' is a spreadsheet''s word for a mistake'
        when 'number' then ' is what a spreadsheet made of a number'
        when 'truth' then ' is what a spreadsheet made of a word'
        when 'formula' then ' is a formula to a spreadsheet'
        else ''
    end as found,
    if(kind = 'formula', 'a value that no spreadsheet runs', $expected) as expected,
    case kind
        when 'error' then 'correct the cell, or what it is computed from'
        when 'number' then 'format the column as text and write the whole number anew'
        when 'truth' then 'format the column as text and write the word anew'
        when 'formula' then 'write the value itself'
        else ''
    end as todo,
from told
where case kind
    when 'empty' then $needed
    when 'other' then not regexp_full_match(value, $pattern)
    else true
end
order by line
