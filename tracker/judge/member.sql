-- title: each record with the session it belongs to, and its place in it
--
-- `session` numbers the sessions of a judgement; what others may rely on is session_id.
with
opened as (
    select
        *,
        first_value(direction) over (
            partition by pair, chain_us, part
            order by started_us, origin, line, protocol, port, coalesce(conversation, '')
            rows between unbounded preceding and unbounded following
        ) as first_direction,
        row_number() over (
            partition by pair, chain_us, part
            order by started_us, origin, line, protocol, port, coalesce(conversation, '')
        ) as place,
    from parted
),
numbered as (
    select pair, chain_us, part, row_number() over (order by pair, chain_us, part) as session
    from parted
    group by pair, chain_us, part
)
select opened.*, numbered.session
from opened
join numbered
    on opened.pair = numbered.pair
    and opened.chain_us = numbered.chain_us
    and opened.part = numbered.part
