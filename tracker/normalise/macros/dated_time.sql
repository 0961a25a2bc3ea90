-- title: a date with the month's name and its year, in microseconds since 1970 on that clock
--
-- The spellings that syslog senders, ctime(3) and date(1) have, and ISO with the abbreviation of a
-- zone behind it, which named_offsets.sql tells. AM and PM are none: half a day would be lost.
create or replace macro dated_time(written) as case
    when regexp_matches(written, '[A-Za-z]{3}') and regexp_matches(written, '[0-9]{4}')
        then epoch_us(
            try_strptime(
                regexp_replace(
                    trim(written),
                    ' +(?:[A-Z]{3,5}|[B-OQ-Z][A-Z]|[AP][A-LN-Z])(?:( +[0-9]{4})|:?)$',
                    '\1'
                ),
                [
                    '%b %d %Y %H:%M:%S', '%b %d %H:%M:%S %Y', '%a %b %d %H:%M:%S %Y',
                    '%Y %b %d %H:%M:%S', '%d %b %Y %H:%M:%S', '%d/%b/%Y:%H:%M:%S',
                    '%b %d %Y %H:%M:%S.%f', '%b %d %H:%M:%S.%f %Y', '%a %b %d %H:%M:%S.%f %Y',
                    '%Y %b %d %H:%M:%S.%f', '%d %b %Y %H:%M:%S.%f', '%Y-%m-%d %H:%M:%S',
                    '%Y-%m-%d %H:%M:%S.%f'
                ]
            )
        )
end
