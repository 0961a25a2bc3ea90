-- title: a month, day and time of day in a given year, in microseconds; null on a day it lacks
create or replace macro in_year(written, year) as epoch_us(
    try_strptime(
        cast(year as varchar) || ' ' || trim(written),
        ['%Y %b %d %H:%M:%S', '%Y %b %d %H:%M:%S.%f']
    )
)
