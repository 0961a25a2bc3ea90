-- title: the records of keys that are used again, each with the session it belongs to
--
-- A key is used again after its end, and with a start of its own: servers count anew after a
-- reboot. What comes right after the end, with nothing behind it, came out of order.
-- `after_us` is the key's record before a session, beyond which no length of the session reaches,
-- or its first sign on an address that it moved to.
with
several as (
    select sign.*
    from sign
    join keyed
        on sign.subject = keyed.subject
        and sign.held = keyed.held
        and sign.gateway = keyed.gateway
        and sign.login_key = keyed.login_key
    where keyed.is_again
),
ordered as (
    select
        *,
        case event when 'left' then 1 when 'call' then 2 when 'start' then 3 when 'interim' then 4
            else 5 end as turn,
        max(at_us) over (partition by subject, held, gateway, login_key) as last_us,
    from several
),
preceded as (
    select
        *,
        lag(event) over (
            partition by subject, held, gateway, login_key order by at_us, turn
        ) as before,
        lag(at_us) over (
            partition by subject, held, gateway, login_key order by at_us, turn
        ) as before_us,
        max(case when event in ('stop', 'left') then at_us end) over (
            partition by subject, held, gateway, login_key
            order by at_us, turn
            rows between unbounded preceding and 1 preceding
        ) as ended_us,
        coalesce(
            max(case when event in ('start', 'call') then at_us end) over (
                partition by subject, held, gateway, login_key
                order by at_us, turn
                rows between unbounded preceding and 1 preceding
            ),
            min(at_us) over (
                partition by subject, held, gateway, login_key
                order by at_us, turn
                rows between unbounded preceding and 1 preceding
            )
        ) as started_us,
    from ordered
),
parted as (
    select
        *,
        case
            when before is null or event in ('stop', 'left') then 0
            when before in ('stop', 'left') then case when last_us > ended_us + $resend_us then 1
                else 0 end
            when event in ('start', 'call') and at_us > started_us + $resend_us then 1
            else 0
        end as begins,
    from preceded
)
select
    *,
    case when begins = 1 then case before when 'left' then at_us else before_us end end as after_us,
    sum(begins) over (
        partition by subject, held, gateway, login_key
        order by at_us, turn
        rows between unbounded preceding and current row
    ) as life,
from parted
