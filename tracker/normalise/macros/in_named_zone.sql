-- title: microseconds on a zone's clock that shows an abbreviation, as microseconds in UTC
--
-- Of the offsets that the abbreviation may stand for (named_offsets.sql) that which the zone had
-- at that instant: so the hour that clocks repeat is told apart. Where it had none of them the
-- clock is of another zone than was stated, and what is given lies before all times, for the check
-- that tells so.
create or replace macro in_named_zone(local_us, offsets, zone) as case
    when local_us is not null then coalesce(
        list_filter(
            list_transform(
                offsets, lambda minutes : local_us - cast(minutes as bigint) * 60000000
            ),
            lambda us : timezone(zone, make_timestamptz(us)) = make_timestamp(local_us)
        )[1],
        -1000000000000000000
    )
end
