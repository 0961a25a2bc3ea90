-- title: an instant as short as a register may write it: its date where a day begins with it
--
-- `back` is the days to count back: 1 for an end, whose date is the last day that is part of it.
create or replace temp macro day_text(moment, zone, back) as
    if(
        cast(timezone(zone, moment) as time) = time '00:00:00',
        strftime(timezone(zone, moment) - to_days(back), '%Y-%m-%d'),
        clock_text(moment, zone)
    )
