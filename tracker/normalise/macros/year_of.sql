-- title: the year that a zone's clock shows at microseconds in UTC
create or replace macro year_of(us, zone) as
    cast(year(timezone(zone, make_timestamptz(us))) as integer)
