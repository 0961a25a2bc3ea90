-- title: the logins that speak of the subjects' addresses, one row for each address they hold
-- kept: many
--
-- A delegated prefix holds every address under it; `held` is how many bits they share, 128 for the
-- address itself. A translation's user is a sign of who holds the inner address.
with
asked as (select * from tenure where event_date between $login_date and $last_date)
select
    subject.subject, 128 as held, asked.gateway, asked.login_key, asked.event, asked.at_us,
    asked.lasted_us, asked.expires_us, asked.holder, asked.station, asked.kind,
from asked
join subject
    on asked.ip_key = subject.subject_key
    and asked.at_us >= subject.since_us
    and asked.at_us < subject.until_us
where asked.prefix_length is null
union all
select
    subject.subject, 128, gateway, holder, 'interim', at_us, null, null, holder, station, kind,
from entry
join subject
    on entry.inner_key = subject.subject_key
    and entry.at_us >= subject.since_us
    and entry.at_us < subject.until_us
where
    entry.event_date between $login_date and $last_date
    and entry.kind = 'cgnat'
    and entry.event = 'start'
    and entry.holder is not null
union all
select
    subject.subject, under.bits, asked.gateway, asked.login_key, asked.event, asked.at_us,
    asked.lasted_us, asked.expires_us, asked.holder, asked.station, asked.kind,
from asked
join under on asked.ip_key = under.ip_key and asked.prefix_length = under.prefix_length
join subject
    on under.address = subject.subject
    and asked.at_us >= subject.since_us
    and asked.at_us < subject.until_us
