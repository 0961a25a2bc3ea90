-- title: an ISO date and time without zone, in microseconds since 1970 on that clock
--
-- A text with an offset behind it is no such time: the stated zone would be laid on top of it.
-- A year of more than four digits is out of every range; it is given as the year 10000, so that
-- the range check rejects it by its right name.
create or replace macro local_time(written) as case
    when regexp_full_match(
        written,
        ' *[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)? *'
    )
        then epoch_us(try_cast(written as timestamp))
    when regexp_matches(written, '^[0-9]{5,}-') then 253402300800000000
end
