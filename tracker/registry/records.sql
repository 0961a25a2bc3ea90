-- rows: one record of a CSV text, with the number of its first line and its values
--
-- A record begins on a line before which quotes are balanced, so a line end within quotes is
-- part of a value (RFC 4180). `sound` says whether every quote stands where one may stand; one
-- that is longer than a line may be has a quote that opens where none should, and is not parted.
-- Hardly a record has quotes: what they cost, these alone pay.
with
counted as (
    select
        line,
        text,
        if(contains(text, '"'), length(text) - length(replace(text, '"', '')), 0) as quotes,
    from sheet_lines
),
parted as (
    select
        line,
        text,
        quotes,
        coalesce(
            sum(quotes) over (order by line rows between unbounded preceding and 1 preceding), 0
        ) % 2 = 0 as begins,
    from counted
),
numbered as (
    select line, text, quotes, count_if(begins) over (order by line) as record
    from parted
),
joined as (
    select
        min(line) as line,
        count(*) as lines,
        sum(quotes) as quotes,
        string_agg(text, chr(10) order by line) as text,
    from numbered
    group by record
),
checked as (
    select
        *,
        quotes = 0 or length(text) <= $longest and regexp_full_match(text, $record) as sound,
    from joined
    where not (
        contains($blanks, left(text, 1)) and length(text) <= $longest
        and regexp_full_match(text, $blank)
    )
),
parts as (
    select
        *,
        case
            when quotes = 0 then string_split(text, $separator)
            when sound then regexp_extract_all(text || $separator, $value, 1)
            else []
        end as parts,
    from checked
)
select
    line,
    lines,
    quotes,
    text,
    sound,
    len(parts) as width,
    case
        when quotes = 0 then parts
        else list_transform(
            parts,
            lambda part: case
                when starts_with(part, '"') then replace(part[2:length(part) - 1], '""', '"')
                else part
            end
        )
    end as cells,
from parts
