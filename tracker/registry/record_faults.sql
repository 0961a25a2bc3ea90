-- rows: records that are no rows: a quote out of place, too few values or too many
--
-- A quote that is never closed opens behind the last value that is whole.
with
others as (
    select
        said.*,
        if(
            sound,
            0,
            length(regexp_replace(regexp_extract(left(text, $longest), $whole), '[^\n]', '', 'g'))
        ) as before,
    from sheet_records as said
    where line > $line and line not in (select line from sheet_rows)
)
select
    line + before as line,
    case
        when text = $header then 'the header stands here again'
        when not sound and quotes % 2 = 1 then 'a quote that is never closed'
        when not sound and lines > before + 1
            then 'a quote that is closed ' || (lines - before - 1)
                || if(lines - before = 2, ' line', ' lines') || ' below'
        when not sound then 'a quote in the middle of a value'
        else width || if(width = 1, ' value', ' values')
    end as found,
    case
        when text = $header then 'one header, in the first line'
        when sound then $width || ', as many as in the header'
        else 'quotes around the whole value, and a quote within it twice'
    end as expected,
    case
        when text = $header then 'leave it out'
        when sound then 'put a value with ' || $sign || ' in it in quotes'
        when lines > before + 1
            then 'close it; what stands in the lines below it was not read'
        else ''
    end as todo,
from others
order by line
