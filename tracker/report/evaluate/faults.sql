-- title: values of a truth file that are none, and rows that contradict each other
--
-- Two rows of one flow with two classes cannot both be true; what does not count may differ.
with
flow as (
    select
        line,
        "class",
        row(capture, low_ip, high_ip, low_port, high_port, number, started_us) as flow,
    from told
    where
        counts
        and list_contains($classes, "class")
        and one_ip is not null
        and other_ip is not null
),
first_class as (
    select flow, min(line) as line, arg_min("class", line) as "class"
    from flow
    group by flow
    having count(distinct "class") > 1
),
clash as (
    select
        flow.line,
        flow."class" || ' here, ' || first_class."class" || ' in line ' || first_class.line
        as found,
    from flow
    join first_class using (flow)
    where flow."class" <> first_class."class"
),
fault as (
    select line, 'src_ip ''' || left(src_ip, 80) || '''' as found, 'an address' as expected,
    from told
    where src_ip is not null and one_ip is null
    union all
    select line, 'dst_ip ''' || left(dst_ip, 80) || '''', 'an address'
    from told
    where dst_ip is not null and other_ip is null
    union all
    select line, 'family ''all''', 'a family''s own name: all is the sum of them'
    from told
    where family = 'all'
    union all
    select line, 'protocol ''' || left(protocol, 80) || '''',
        'a protocol such as udp, or its number'
    from told
    where protocol is not null and number is null
    union all
    select line, 'started_at ''' || left(started_at, 80) || '''',
        'a time from 1970 to 2099 with its offset, such as 2026-03-14T21:30:00+02:00'
    from told
    where started_at is not null and not coalesce(started_us between 0 and $last_us, false)
    union all
    select line, 'ended_at ''' || left(ended_at, 80) || '''',
        'a time from 1970 to 2099 with its offset, such as 2026-03-14T21:30:00+02:00'
    from told
    where ended_at is not null and not coalesce(ended_us between 0 and $last_us, false)
    union all
    select line, 'ended_at ''' || ended_at || ''' is before started_at ''' || started_at || '''',
        'an end after its start'
    from told
    where ended_us < started_us
    union all
    select line, found, 'one class of one flow'
    from clash
)
select line, found, expected, '' as todo,
from fault
order by line, found
