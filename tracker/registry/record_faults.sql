-- rows: records that are no rows: a quote out of place, too few values or too many
select
    line,
    case
        when not sound and (length(text) - length(replace(text, '"', ''))) % 2 = 1
            then 'a quote that is never closed'
        when not sound then 'a quote in the middle of a value'
        else width || if(width = 1, ' value', ' values')
    end as found,
    case
        when sound then $width || ', as many as in the header'
        else 'quotes around the whole value, and a quote within it twice'
    end as expected,
    if(sound, 'put a value with a comma in it in quotes', '') as todo,
from sheet_records
where line > $line and not (sound and width = $width)
order by line
