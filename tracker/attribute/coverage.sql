-- title: coverage: what each gateway's logins span, joined where their silence is short
--
-- First and last event of each quarter of an hour tell the silences exactly; and no night of any
-- zone ends within one.
with
bucket as (
    select
        gateway,
        at_us // $bucket_us as bucket,
        min(at_us) as first_us,
        max(at_us) as last_us,
    from entry
    where event_date between $login_date and $last_date
    group by gateway, at_us // $bucket_us
),
marked as (
    select
        calendar.judged,
        bucket.*,
        lag(bucket.last_us) over (
            partition by calendar.judged, bucket.gateway order by bucket.bucket
        ) as before_us,
    from bucket
    join calendar on bucket.first_us >= calendar.since_us and bucket.last_us < calendar.until_us
    where calendar.away = 0
),
counted as (
    select
        *,
        sum(case when first_us - before_us < $coverage_us then 0 else 1 end) over (
            partition by judged, gateway order by bucket rows between unbounded preceding
                and current row
        ) as stretch,
    from marked
)
select judged, gateway, min(first_us) as first_us, max(last_us) as last_us
from counted
group by judged, gateway, stretch
