-- title: a count since 1970 whose size tells its unit, as microseconds
--
-- Seconds have ten digits from 2001 on, and twelve after the year 5138; milliseconds thirteen,
-- microseconds sixteen, nanoseconds nineteen, which no floating point number holds exactly.
create or replace macro sized_epoch(written) as case
    when try_cast(written as bigint) is null or contains(written, '.')
        then since_epoch(
            written,
            case
                when abs(try_cast(written as double)) < 1e11 then 1000000
                when abs(try_cast(written as double)) < 1e14 then 1000
                when abs(try_cast(written as double)) < 1e17 then 1
                else 0.001
            end
        )
    when abs(try_cast(written as bigint)) < 100000000000 then try_cast(written as bigint) * 1000000
    when abs(try_cast(written as bigint)) < 100000000000000 then try_cast(written as bigint) * 1000
    when abs(try_cast(written as bigint)) < 100000000000000000 then try_cast(written as bigint)
    else try_cast(written as bigint) // 1000
end
