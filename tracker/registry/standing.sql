-- rows: each term of `known_terms` with how it stands at $at, until when, and when its grace ends
--
-- `standing_now` says what each stands as in which time, by the statement that judges. A time that
-- it is silent of, such as that after an undecided term has run out, leaves the decision as it is.
with
term_now as (
    select registration_id, state as stands_as, to_us
    from standing_now
    where basis = 'now' and from_us <= epoch_us($at) and to_us > epoch_us($at)
)
select
    known_terms.*,
    if(state = 'closed', 'closed', coalesce(stands_as, status)) as standing,
    -- The authority may decide at any time, and nothing ends what has expired.
    case
        when state = 'closed' or status <> 'approved' or stands_as = 'expired' then null
        when stands_as in ('active', 'expiring') then valid_to
        else make_timestamptz(to_us)
    end as stands_until,
    valid_to + to_days(grace_days) as grace_until,
from known_terms
left join term_now using (registration_id)
order by registration_id
