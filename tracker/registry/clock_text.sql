-- title: an instant as a register writes it: the time in a zone, with its offset from UTC
--
-- No offset here has seconds, as a register's times may have none: it is always the same instant.
create or replace temp macro clock_text(moment, zone) as
    strftime(
        timezone('UTC', moment) + to_minutes(minutes_ahead(moment, zone)),
        '%Y-%m-%dT%H:%M:%S'
    )
    || if(microsecond(moment) % 1000000 = 0, '', strftime(moment, '.%f'))
    || if(minutes_ahead(moment, zone) < 0, '-', '+')
    || printf(
        '%02d:%02d',
        abs(minutes_ahead(moment, zone)) // 60,
        abs(minutes_ahead(moment, zone)) % 60
    )
