-- title: the keys of the logins that are asked for, and of all that their holders had besides
--
-- What else a holder had at once counts, wherever it was. Of a gateway's own keys those that
-- cannot reach the time asked for are left.
with
spoken as (
    select
        gateway, kind, login_key, holder,
        min(told_at - to_seconds(coalesce(session_seconds, 0))) as first_at,
        max(greatest(
            told_at + to_microseconds(coalesce(silence_us, $silence_us)), expires_at
        )) as last_at,
    from heard
    where
        event_date between $first_date and $last_date
        and event in ('start', 'interim', 'stop')
        and login_key <> ''
    group by gateway, kind, login_key, holder
),
within as (
    select gateway, kind, login_key
    from spoken
    where gateway = $gateway and $holder is null
    group by gateway, kind, login_key
    having
        min(first_at) < cast($until as timestamptz)
        and max(last_at) >= cast($since as timestamptz)
),
meant as (
    select $holder as holder
    union
    select holder from spoken semi join within using (gateway, kind, login_key)
)
select distinct gateway, kind, login_key
from spoken
where
    holder in (select holder from meant where holder is not null)
    or (gateway, kind, login_key) in (select (gateway, kind, login_key) from within)
