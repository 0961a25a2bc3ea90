-- title: the logins that speak of the prefixes over the subjects' addresses
-- kept: many
select
    subject.subject, under.bits as held, tenure.gateway, tenure.login_key, tenure.event,
    tenure.at_us, tenure.lasted_us, tenure.expires_us, tenure.holder, tenure.station, tenure.kind,
from tenure
join under on tenure.ip_key = under.ip_key and tenure.prefix_length = under.prefix_length
join subject
    on under.address = subject.subject
    and tenure.at_us >= subject.since_us
    and tenure.at_us < subject.until_us
where tenure.event_date between $login_date and $last_date
