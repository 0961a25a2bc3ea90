-- title: login sessions with what may end them: the next on the address, a reset of the gateway
-- kept: no
--
-- Those that open at once, which are few, have their next in common: a window with a span of times
-- would sort all of them again.
with
followed as (
    select
        *,
        lead(opened_us) over (
            partition by subject, held, gateway order by opened_us, login_key, life
        ) as lead_us,
        lead(opened_by = 'first sign') over (
            partition by subject, held, gateway order by opened_us, login_key, life
        ) as lead_is_sign,
        lead(holder) over (
            partition by subject, held, gateway order by opened_us, login_key, life
        ) as lead_holder,
    from life
),
tied as (
    select distinct subject, held, gateway, opened_us from followed where lead_us = opened_us
),
beyond as (
    select
        followed.subject, followed.held, followed.gateway, followed.opened_us,
        nullif(max(followed.lead_us), followed.opened_us) as next_us,
    from followed
    join tied
        on followed.subject = tied.subject
        and followed.held = tied.held
        and followed.gateway = tied.gateway
        and followed.opened_us = tied.opened_us
    group by followed.subject, followed.held, followed.gateway, followed.opened_us
),
struck as (
    select followed.subject, followed.held, followed.gateway, followed.opened_us,
        min(reset.at_us) as reset_us,
    from followed
    join subject on followed.subject = subject.subject
    join reset
        on followed.gateway = reset.gateway
        and reset.at_us > followed.opened_us
        and reset.at_us < subject.until_us
    group by followed.subject, followed.held, followed.gateway, followed.opened_us
)
select
    followed.*,
    subject.judged,
    subject.first_us,
    struck.reset_us,
    case when lead_us = followed.opened_us then beyond.next_us else lead_us end as next_us,
    lead_us > followed.opened_us and lead_is_sign and lead_holder <> holder as is_unseen,
from followed
join subject on followed.subject = subject.subject
left join beyond
    on followed.subject = beyond.subject
    and followed.held = beyond.held
    and followed.gateway = beyond.gateway
    and followed.opened_us = beyond.opened_us
left join struck
    on followed.subject = struck.subject
    and followed.held = struck.held
    and followed.gateway = struck.gateway
    and followed.opened_us = struck.opened_us
