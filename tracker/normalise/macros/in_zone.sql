-- title: microseconds on a zone's clock, as microseconds in UTC
create or replace macro in_zone(local_us, zone) as
    epoch_us(timezone(zone, make_timestamp(local_us)))
