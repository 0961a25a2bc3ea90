-- title: the list entries of the judged night in which the sessions' remotes lie, with their age
--
-- A version's age is from its date, or where it has none from its import, to the session's first
-- record, in whole days; one that is younger than the session has none. What names meant on the day
-- before is no evidence. `dated` is the version's date in the operator's zone: the night's offset
-- from UTC serves, and a midnight on the other side of a change of clocks then lies at 23:00.
with
remote as (
    select distinct pair.pair, pair.judged, pair.remote_key
    from pair
    join placed on pair.judged = placed.judged and pair.remote_key = placed.address_key
    where placed.away = 0
),
began as (
    select
        member.session,
        remote.judged,
        remote.remote_key,
        min(member.started_us) as first_us,
    from member
    join remote on member.pair = remote.pair
    group by member.session, remote.judged, remote.remote_key
),
zoned as (
    select
        judged,
        epoch_us(cast(judged as timestamptz)) - first_us as offset_us,
    from calendar
    where away = 0
),
aged as (
    select
        began.session,
        placed.*,
        greatest(began.first_us - placed.dated_us, 0) // $day_us as age_days,
        placed.dated_us + zoned.offset_us as local_us,
    from began
    join placed on began.judged = placed.judged and began.remote_key = placed.address_key
    join zoned on began.judged = zoned.judged
    where placed.away = 0
)
select
    session,
    list_name,
    version,
    cidr,
    category,
    provider,
    confidence,
    case when instr(cidr, '/') > 0 then cast(split_part(cidr, '/', 2) as integer)
        when instr(cidr, ':') > 0 then 128
        else 32
    end as length,
    age_days,
    left(
        cast(
            make_timestamptz(
                local_us
                + case when local_us % $day_us = $day_us - $hour_us then $hour_us else 0 end
            ) as varchar
        ),
        10
    ) as dated,
from aged
