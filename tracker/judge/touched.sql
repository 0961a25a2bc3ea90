-- title: quarters of an hour in which connections start or fresh sources tell something
--
-- Every zone's midnight lies on a quarter of an hour.
with
told as (
    select started_us // 900000000 as quarter, source, 1 as is_connection
    from connection_us
    where started_us is not null
    union all
    select at_us // 900000000, source, 0
    from login_us
),
marked as (
    select
        told.quarter,
        max(case when fresh.source is null then 0 else 1 end) as is_fresh,
        max(told.is_connection) as is_connection,
    from told
    left join fresh on told.source = fresh.source
    group by told.quarter
)
select
    quarter * 900000000 as quarter_us,
    is_fresh = 1 as is_fresh,
    is_connection = 1 as is_live,
from marked
where is_fresh = 1 or is_connection = 1
order by quarter
