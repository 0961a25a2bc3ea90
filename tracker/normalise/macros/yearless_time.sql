-- title: a month, day and time without its year, in microseconds since 1970 on that clock
--
-- `file_us` is when the file was last written, in UTC. The year is the latest in which the time is
-- not more than a day after that: lines of December are read in January. 29 February is of the
-- latest leap year.
create or replace macro yearless_time(written, file_us, zone) as case
    when regexp_full_match(
        written,
        ' *[A-Za-z]{3} +[0-9]{1,2} +[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?: +[A-Z]{2,5}:?)? *'
    )
        then coalesce(
            latest_in_year(clock_alone(written), year_of(file_us, zone) + 1, file_us),
            latest_in_year(clock_alone(written), year_of(file_us, zone), file_us),
            in_year(clock_alone(written), year_of(file_us, zone) - 1),
            in_year(clock_alone(written), year_of(file_us, zone) - 2),
            in_year(clock_alone(written), year_of(file_us, zone) - 3),
            in_year(clock_alone(written), year_of(file_us, zone) - 4),
            in_year(clock_alone(written), year_of(file_us, zone) - 8)
        )
end
