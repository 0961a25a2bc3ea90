-- title: a time in a year, unless that is more than a day after the file was written
--
-- A clock differs from UTC by at most 14 hours; with the day that is 38.
create or replace macro latest_in_year(written, year, file_us) as
    if(in_year(written, year) <= file_us + 136800000000, in_year(written, year), null)
