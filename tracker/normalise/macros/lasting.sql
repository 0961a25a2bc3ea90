-- title: a written length of time as microseconds; nought where none is written
--
-- A number counts `unit` microseconds each. Nothing lasts less than no time, nor longer than the
-- years that are believed: that, and what is no number, is null.
create or replace macro lasting(written, unit) as case
    when written is null then 0
    when try_cast(written as double) * unit between 0 and 4102444800000000
        then cast(round(try_cast(written as double) * unit) as bigint)
end
