-- rows: one record of a CSV text, with the number of its first line and its values
--
-- A record begins on a line before which quotes are balanced, so a line end within quotes is
-- part of a value (RFC 4180). `sound` says whether every quote stands where one may stand.
with counted as (
    select
        line,
        text,
        length(text) - length(replace(text, '"', '')) as quotes,
    from sheet_lines
),
parted as (
    select
        line,
        text,
        coalesce(
            sum(quotes) over (order by line rows between unbounded preceding and 1 preceding), 0
        ) % 2 = 0 as begins,
    from counted
),
numbered as (
    select line, text, count_if(begins) over (order by line) as record
    from parted
),
joined as (
    select min(line) as line, string_agg(text, chr(10) order by line) as text
    from numbered
    group by record
),
parts as (
    select
        line,
        text,
        regexp_full_match(text, $record) as sound,
        regexp_extract_all(text || ',', $value, 1) as parts,
    from joined
    where trim(text) <> ''
)
select
    line,
    text,
    sound,
    len(parts) as width,
    list_transform(
        parts,
        lambda part: case
            when starts_with(part, '"') then replace(part[2:length(part) - 1], '""', '"')
            else part
        end
    ) as cells,
from parts
