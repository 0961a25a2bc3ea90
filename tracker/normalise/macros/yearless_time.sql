-- title: a time of the year 2000 in the year it must be of, in microseconds on its clock
--
-- `file_us` is when the file was last written, in UTC: a line is not more than a day younger.
create or replace macro yearless_time(leap, file_us, zone) as epoch_us(
    make_timestamp(
        year_before(leap, timezone(zone, make_timestamptz(file_us))) - if(
            month(leap) = 2 and day(leap) = 29,
            year_before(leap, timezone(zone, make_timestamptz(file_us))) % 4,
            0
        ),
        month(leap),
        day(leap),
        hour(leap),
        minute(leap),
        second(leap) + microsecond(leap) % 1000000 / 1000000.0
    )
)
