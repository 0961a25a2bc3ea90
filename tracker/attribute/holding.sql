-- title: holdings: from when until when an address was whose, and what says so
--
-- A holding ends with its stop; earlier, if another session starts on the address at the same
-- gateway or the gateway resets; and some time after the last sign of life where nothing else
-- ends it.
with
followed as (
    select
        life.*,
        subject.judged,
        subject.until_us,
        subject.first_us,
        min(opened_us) over (
            partition by life.subject, held, gateway
            order by opened_us
            range between 1 following and unbounded following
        ) as next_us,
    from life
    join subject on life.subject = subject.subject
),
reset as (
    select gateway, at_us
    from login_us
    where event_date between $login_date and $last_date and event = 'reset'
),
struck as (
    select followed.subject, followed.held, followed.gateway, followed.login_key, followed.life,
        min(reset.at_us) as reset_us,
    from followed
    join reset
        on followed.gateway = reset.gateway
        and reset.at_us > followed.opened_us
        and reset.at_us < followed.until_us
    group by followed.subject, followed.held, followed.gateway, followed.login_key, followed.life
),
bounded as (
    select
        followed.*,
        struck.reset_us,
        least(
            coalesce(stop_us, $never_us),
            coalesce(next_us, $never_us),
            coalesce(reset_us, $never_us),
            sign_us + $silence_us
        ) as closed_us,
    from followed
    left join struck
        on followed.subject = struck.subject
        and followed.held = struck.held
        and followed.gateway = struck.gateway
        and followed.login_key = struck.login_key
        and followed.life = struck.life
)
select
    judged, subject, gateway, holder, station, kind, opened_us, opened_by, closed_us, sign_us,
    case closed_us
        when stop_us then 'stop'
        when next_us then 'next start'
        when reset_us then 'reset'
        else 'silence'
    end as closed_by,
from bounded
-- A record counts at most from the night before on; two days allow for its length and the guard.
where closed_us > opened_us and closed_us >= first_us - 2 * $day_us
