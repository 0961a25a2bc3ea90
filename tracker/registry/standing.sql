-- rows: each term of `known_terms` with how it stands at $at, until when, and when its grace ends
select
    *,
    case
        when state = 'closed' then 'closed'
        when status <> 'approved' then status
        when $at < valid_from then 'pending'
        when valid_to is null or $at < valid_to - to_days($expiring_days) then 'active'
        when $at < valid_to then 'expiring'
        when $at < valid_to + to_days(grace_days) then 'grace'
        else 'expired'
    end as standing,
    -- The authority may decide at any time, and nothing ends what has expired.
    case
        when state = 'closed' or status <> 'approved' then null
        when $at < valid_from then valid_from
        when $at < valid_to then valid_to
        when $at < valid_to + to_days(grace_days) then valid_to + to_days(grace_days)
    end as stands_until,
    valid_to + to_days(grace_days) as grace_until,
from known_terms
order by registration_id
