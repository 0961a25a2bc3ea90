-- title: how many microseconds one counts of an epoch whose unit its size tells
--
-- Seconds have ten digits from 2001 on, and eleven in the year 5138; milliseconds thirteen,
-- microseconds sixteen, nanoseconds nineteen.
create or replace macro epoch_unit(written) as case
    when abs(try_cast(written as double)) < 1e11 then 1000000
    when abs(try_cast(written as double)) < 1e14 then 1000
    when abs(try_cast(written as double)) < 1e17 then 1
    else 0.001
end
