-- title: the records of these keys, each with the login session it belongs to
--
-- A key is used again after its end, and with a start of its own, as attribution has it. Where the
-- key is only a name, what starts after an end, or ends long after another, is another session.
with
ordered as (
    select
        heard.*,
        case event when 'start' then 1 when 'interim' then 2 else 3 end as turn,
        max(told_at) over own as key_at,
    from heard
    semi join asked_key using (gateway, kind, login_key)
    where
        event_date between $first_date and $last_date
        and event in ('start', 'interim', 'stop')
    window own as (partition by gateway, kind, login_key)
),
preceded as (
    select
        *,
        lag(event) over turns as before,
        max(case when event = 'stop' then told_at end) over earlier as ended_at,
        coalesce(
            max(case when event = 'start' then told_at end) over earlier,
            min(told_at) over earlier
        ) as started_at,
    from ordered
    window
        turns as (partition by gateway, kind, login_key order by told_at, turn),
        earlier as (
            partition by gateway, kind, login_key order by told_at, turn
            rows between unbounded preceding and 1 preceding
        )
),
begun as (
    select
        *,
        case
            when before is null then 0
            when event = 'stop'
                then before = 'stop' and session_key is null
                    and told_at > ended_at + to_microseconds($resend_us)
            when before = 'stop'
                then key_at > ended_at + to_microseconds($resend_us)
                    or event = 'start' and session_key is null
            else event = 'start' and told_at > started_at + to_microseconds($resend_us)
        end as begins,
    from preceded
)
select
    *,
    sum(cast(begins as integer)) over (
        partition by gateway, kind, login_key order by told_at, turn
        rows between unbounded preceding and current row
    ) as life,
from begun
