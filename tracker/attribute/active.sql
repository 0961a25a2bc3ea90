-- title: when the audited addresses were at work, a row for each minute in which a connection began
--
-- From the last beginning in that minute to the latest end, some connection was open all the time.
-- What an address sends it sends itself; what is sent to it may be a scan of nobody.
select
    subject.subject,
    max(connection_us.started_us) as started_us,
    max(
        least(
            greatest(coalesce(connection_us.ended_us, connection_us.started_us),
                connection_us.started_us),
            connection_us.started_us + $day_us
        )
    ) as over_us,
from connection_us
join (select distinct subject, subject_key, first_us, end_us from probed) as subject
    on connection_us.src_key = subject.subject_key
    and connection_us.started_us >= subject.first_us
    and connection_us.started_us < subject.end_us
where
    connection_us.event_date between $first_date and $last_date
    and coalesce(connection_us.action, 'allowed') <> 'denied'
group by subject.subject, connection_us.started_us // $minute_us
