-- title: the lines that each session's records were read from
-- kept: no
--
-- A list of one is not gathered but written down.
with
line_range as (
    select session, records, origin, min(line) as first_line, max(line) as last_line
    from member
    group by session, records, origin
),
told as (
    select
        line_range.session,
        line_range.records,
        {
            'source': origin.source, 'first_line': line_range.first_line,
            'last_line': line_range.last_line
        } as one,
    from line_range
    join origin on line_range.origin = origin.origin
)
select session, list_sort(list(one)) as sources
from told
where records > 1
group by session
union all
select session, [one] from told where records = 1
