-- title: the keys of the logins that are asked for, and of all that their holders had besides
--
-- What else a holder had at once counts, wherever it was.
with
spoken as (
    select distinct gateway, kind, login_key, holder
    from heard
    where
        event_date between $first_date and $last_date
        and event in ('start', 'interim', 'stop')
        and login_key <> ''
),
meant as (
    select $holder as holder
    union
    select holder from spoken where $holder is null and gateway = $gateway
)
select distinct gateway, kind, login_key
from spoken
where
    holder in (select holder from meant where holder is not null)
    or $holder is null and gateway = $gateway
