-- title: each record with the session it belongs to, and its place in it
-- last reader of: parted
--
-- Of records that begin at once what they tell comes before where they stand, which another cut
-- of the files would change, and with it the session's id. `session` numbers the sessions of a
-- judgement; what others may rely on is session_id.
with
ranked as (
    select
        *,
        case direction when 'outbound' then 1 when 'inbound' then 2 else 3 end as way,
    from parted
),
opened as (
    select
        * exclude (way),
        first_value(direction) over (
            partition by pair, chain_us, part
            order by started_us, way, protocol, port, coalesce(subject_port, -1),
                coalesce(remote_port, -1), coalesce(conversation, ''), origin, line
            rows between unbounded preceding and unbounded following
        ) as first_direction,
        row_number() over (
            partition by pair, chain_us, part
            order by started_us, way, protocol, port, coalesce(subject_port, -1),
                coalesce(remote_port, -1), coalesce(conversation, ''), origin, line
        ) as place,
    from ranked
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
