-- title: numbers that are missing between those that a gateway gave its records
-- param least = 1000: steps; of fewer it cannot be known whether they follow one another
-- param share = 0.9: of the steps that are whole; below, a filter or other records come between
-- param tolerance = 60: seconds; so much sooner may be dated what was written later
-- param pace = 10: times the night's numbers in such a time; more are a counter that was set anew
-- param lost = 0.01: of an hour's numbers; one lost packet makes no night provisional
-- param lost_least = 100: numbers
-- param rule = 3: times what three of four other hours lack at least, which is its manner
--
-- A number is of a record, or of a packet of several (NetFlow 9, sFlow): the next is one more. Or
-- it is how many records came before the packet (NetFlow 5, IPFIX): the next is as many more as
-- have this one. Not all that is numbered is a record: templates, options and counters of the
-- exporter come between, at every hour alike. Where time goes back a counter began anew. What is
-- missing belongs to the hour of the record before it.
with
followed as (
    select
        judged,
        teller,
        count(*) filter (step = 1) as single,
        count(*) filter (step = records) as summed,
        if(summed > single, sum(records), count(*)) as numbers,
        numbers / (max(from_us) - min(from_us) + $tolerance * 1000000) as per_us,
    from numbered
    where step is not null
    group by judged, teller
    having count(*) >= $least and greatest(single, summed) >= $share * count(*)
),
stepped as (
    select
        judged,
        teller,
        (from_us - span.first_us) // $hour_us as hour,
        from_us,
        to_us,
        step,
        if(summed > single, records, 1) as told,
        to_us - from_us + $tolerance * 1000000 as took_us,
        step > told and step - told <= $pace * per_us * took_us as is_jump,
    from numbered
    inner join followed using (judged, teller)
    inner join span using (judged)
    where span.away = 0 and to_us > span.first_us and from_us < span.end_us
),
hourly as (
    select
        judged,
        teller,
        hour,
        sum(told) as records,
        coalesce(sum(step - told) filter (is_jump), 0) as lost,
        min(from_us) filter (is_jump) as from_us,
        max(to_us) filter (is_jump) as to_us,
    from stepped
    group by judged, teller, hour
),
lossy as (
    select *, hour - row_number() over (partition by judged, teller order by hour) as turn
    from hourly
    where
        lost >= greatest($lost_least, $lost * (records + lost))
        and lost >= $rule * coalesce((
            select quantile_disc(other.lost, 0.25)
            from hourly as other
            where
                other.judged = hourly.judged
                and other.teller = hourly.teller
                and other.hour <> hourly.hour
        ), 0)
)
select
    judged, 'connections' as kind, gateway, 'jump' as missing, min(from_us) as from_us,
    max(to_us) as to_us, cast(sum(records) as bigint) as records,
    cast(sum(records + lost) as bigint) as usual,
from lossy
inner join teller using (teller)
group by judged, gateway, turn
