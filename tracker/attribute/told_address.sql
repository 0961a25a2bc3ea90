-- title: the logins that speak of the subjects' own addresses
-- kept: many
--
-- A translation's user is a sign of who holds the inner address.
select
    subject.subject, 128 as held, tenure.gateway, tenure.login_key, tenure.event, tenure.at_us,
    tenure.lasted_us, tenure.expires_us, tenure.holder, tenure.station, tenure.kind,
from tenure
join subject
    on tenure.ip_key = subject.subject_key
    and tenure.at_us >= subject.since_us
    and tenure.at_us < subject.until_us
where
    tenure.event_date between $login_date and $last_date
    and tenure.prefix_length is null
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
