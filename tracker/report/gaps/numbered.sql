-- title: the numbers that records of a gateway have, each with the step to the next, by night
-- kept: many
--
-- A night's numbers are those of records that were written in it, or within $coverage_us of it, so
-- that a jump over midnight is seen; a longer one is a silence. Read are the rows alone that have a
-- number, and of the two days at either side of a night: what lasts longer than that is seldom.
with
slot as (
    select
        judged,
        unnest(range(
            (first_us - $coverage_us) // $bucket_us, (end_us + $coverage_us) // $bucket_us + 1
        )) as slot,
    from span
    where away = 0
),
written as (
    select
        teller,
        sequence,
        epoch_us(coalesce(logged_at, ended_at, started_at)) as at_us,
        event_date,
    from connection
    inner join teller on teller.gateway = coalesce(connection.gateway, '')
    where sequence is not null and event_date between $first and $last
),
counted as (
    select
        judged,
        teller,
        sequence,
        count(*) as records,
        min(at_us) as first_us,
        max(at_us) as last_us,
    from written
    inner join slot on written.at_us // $bucket_us = slot.slot
    where event_date between judged - 2 and judged + 2
    group by judged, teller, sequence
)
select
    judged,
    teller,
    records,
    last_us as from_us,
    lead(first_us) over in_turn as to_us,
    lead(sequence) over in_turn - sequence as step,
from counted
window in_turn as (partition by judged, teller order by sequence)
