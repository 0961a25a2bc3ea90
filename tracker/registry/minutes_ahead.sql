-- title: the minutes that a zone's clock is ahead of UTC at an instant, whole ones
create or replace temp macro minutes_ahead(moment, zone) as
    date_diff('second', timezone('UTC', moment), timezone(zone, moment)) // 60
