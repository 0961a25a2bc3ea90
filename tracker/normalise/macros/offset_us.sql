-- title: an offset from UTC, such as +0200, +02:00, UTC+2:00, +530 or -5, in microseconds
--
-- What nearly all write, +0200, is read as the one number that it is. None is beyond 18 hours.
create or replace macro offset_us(written) as case
    when regexp_full_match(written, '[+-](?:0[0-9]|1[0-8])[0-5][0-9]')
        then if(starts_with(written, '-'), -60000000, 60000000) * cast(
            try_cast(written[2:] as usmallint) // 100 * 60
            + try_cast(written[2:] as usmallint) % 100
        as bigint)
    when upper(trim(written)) in ('Z', 'UTC', 'GMT') then 0
    when regexp_full_match(trim(written), '(?:UTC|GMT)? *[+-](?:0?[0-9]|1[0-8])(?::?[0-5][0-9])?')
        then if(contains(written, '-'), -60000000, 60000000) * cast(
            60 * coalesce(
                try_cast(regexp_extract(trim(written), '[+-]([0-9]{1,2}):?[0-9]{2}$', 1) as bigint),
                cast(regexp_extract(trim(written), '[+-]([0-9]{1,2})', 1) as bigint)
            ) + counted_before(trim(written), '[+-][0-9]{1,2}:?([0-9]{2})$')
        as bigint)
end
