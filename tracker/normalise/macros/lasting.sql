-- title: written seconds as microseconds; nought where none are written, null where they are none
--
-- Nothing lasts less than no time, nor longer than the years that are believed.
create or replace macro lasting(written) as case
    when written is null then 0
    when try_cast(written as double) between 0 and 4102444800
        then cast(round(try_cast(written as double) * 1000000) as bigint)
end
