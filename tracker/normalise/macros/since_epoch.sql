-- title: a written count since 1970 as microseconds; `unit` is how many of them one counts
--
-- What is beyond the year 9999 on either side is given as the year 10000, so that the range check
-- rejects it by its right name and no sum with it runs over.
create or replace macro since_epoch(written, unit) as case
    when try_cast(written as double) * unit between -253402300800000000 and 253402300800000000
        then cast(round(try_cast(written as double) * unit) as bigint)
    when try_cast(written as double) is not null then 253402300800000000
end
