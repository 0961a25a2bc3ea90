-- title: days, hours, minutes and seconds as microseconds; nought where none are written
--
-- h:mm:ss, 2h:28m:09s, 1d 2h:28m:09s, 1w2d and 1d02:28:09 are such; a number alone counts seconds.
-- The first is what nearly all write.
create or replace macro clock_length(written) as case
    when regexp_full_match(written, '[0-9]{1,6}:[0-9]{2}:[0-9]{2}')
        then 1000000 * (
            3600 * cast(split_part(written, ':', 1) as bigint)
            + 60 * cast(split_part(written, ':', 2) as bigint)
            + cast(split_part(written, ':', 3) as bigint)
        )
    when regexp_full_match(
        trim(written),
        '(?i)(?:[0-9]{1,5}w *)?(?:[0-9]{1,5} ?d(?:ays?)? *[:,]? *)?(?:[0-9]{1,6}h *:? *)?'
        '(?:[0-9]{1,6}m *:? *)?(?:[0-9]{1,9}(?:\.[0-9]+)?s)?'
        '|(?:[0-9]{1,5} ?d(?:ays?)?[ ,]*)?[0-9]{1,6}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?'
    ) and regexp_matches(written, '[0-9]')
        then cast(round(1000000 * (
            604800 * counted_before(written, '(?i)([0-9]+)w')
            + 86400 * counted_before(written, '(?i)([0-9]+) ?d')
            + 3600 * counted_before(written, '(?i)([0-9]+)h')
            + 60 * counted_before(written, '(?i)([0-9]+)m')
            + counted_before(written, '(?i)([0-9.]+)s')
            + 3600 * counted_before(written, '([0-9]+):[0-9]{2}(?::[0-9.]+)?$')
            + 60 * counted_before(written, '[0-9]+:([0-9]{2})(?::[0-9.]+)?$')
            + counted_before(written, '[0-9]+:[0-9]{2}:([0-9.]+)$')
        )) as bigint)
    else lasting(written, 1000000)
end
