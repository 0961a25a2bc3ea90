-- title: six decisions a night, on flagged sessions, the morning after
select
    * exclude (place, reason),
    left(md5('review ' || session_id), 16) as review_id,
    cast(night + 1 as timestamptz) + to_hours(9) + to_minutes(cast(place as bigint)) as recorded_at,
    ['dismiss', 'dismiss', 'confirm', 'confirm', 'dismiss', 'reopen'][place] as outcome,
    case when place = 5 then 'holder' when place = 2 and hash(session_id, 1) % 8 = 0 then 'endpoint'
        else 'session' end as scope,
    'seen with the subscriber on the telephone' as reason,
    'auditor-' || place % 3 as decided_by,
from (
    select *, row_number() over (order by hash(session_id)) as place
    from judged
    where verdict in ('unregistered', 'out_of_terms', 'expired')
)
where place <= 6
order by recorded_at
