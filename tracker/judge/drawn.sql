-- title: candidates, what a gateway tells of a login lasting until its next word of it
-- kept: no
--
-- A gateway may tell a login's begin and end and nothing between: hours without a record are no
-- silence then. A login whose end was lost lasts no longer than was told, and no word holds for
-- longer than a day.
with
login as (
    select
        *,
        lead(started_us) over words as next_us,
        lead(record) over words as next_record,
    from candidate
    where is_event and record in ('open', 'interim', 'close') and connection_key is not null
    window words as (
        partition by judged, gateway, connection_key, src_key
        order by started_us, case record when 'open' then 1 when 'interim' then 2 else 3 end
    )
),
lasting as (
    select
        * exclude (next_us, next_record),
        case when record <> 'close' and next_record <> 'open'
            and next_us <= started_us + 86400000000 then next_us else started_us end as until_us,
    from login
)
select *
from candidate
where not is_event or coalesce(record, 'whole') not in ('open', 'interim', 'close')
    or connection_key is null
union all
select
    * exclude (over_us, reach_us, until_us),
    greatest(over_us, until_us) as over_us,
    greatest(reach_us, until_us) as reach_us,
from lasting
