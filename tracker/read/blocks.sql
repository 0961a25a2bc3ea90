-- title: blocks of lines, each from a line that is not indented to the next such line
--
-- A line that is neither indented nor followed by an indented one makes a block of its own.
with
numbered as (
    select row_number() over () as line, text
    from ({lines})
),

marked as (
    select
        line,
        text,
        count(*) filter (not starts_with(text, chr(9))) over (
            order by line rows unbounded preceding
        ) as block,
    from numbered
    where text is not null
)

select
    min(line) as line,
    string_agg(text, chr(10) order by line) as text,
from marked
group by block
order by line
