-- title: login sessions with what may end them: the next on the address, a reset of the gateway
-- kept: no
with
followed as (
    select
        life.*,
        subject.judged,
        subject.until_us,
        subject.first_us,
        min(opened_us) over (
            partition by life.subject, held, gateway
            order by opened_us
            range between 1 following and unbounded following
        ) as next_us,
        lead(opened_us) over (
            partition by life.subject, held, gateway order by opened_us, login_key, life
        ) as lead_us,
        lead(opened_by) over (
            partition by life.subject, held, gateway order by opened_us, login_key, life
        ) as lead_by,
        lead(holder) over (
            partition by life.subject, held, gateway order by opened_us, login_key, life
        ) as lead_holder,
    from life
    join subject on life.subject = subject.subject
),
struck as (
    select followed.subject, followed.held, followed.gateway, followed.login_key, followed.life,
        min(reset.at_us) as reset_us,
    from followed
    join reset
        on followed.gateway = reset.gateway
        and reset.at_us > followed.opened_us
        and reset.at_us < followed.until_us
    group by followed.subject, followed.held, followed.gateway, followed.login_key, followed.life
)
select
    followed.*,
    struck.reset_us,
    lead_us = next_us and lead_by = 'first sign' and lead_holder <> holder as is_unseen,
from followed
left join struck
    on followed.subject = struck.subject
    and followed.held = struck.held
    and followed.gateway = struck.gateway
    and followed.login_key = struck.login_key
    and followed.life = struck.life
