-- title: each record with the session it belongs to
--
-- `session` is the digest behind session_id: subject, remote, family, direction and first start.
with
opened as (
    select
        *,
        first_value(direction) over (
            partition by pair, chain_us, part
            order by started_us, source, line, protocol, port, conversation
            rows between unbounded preceding and unbounded following
        ) as first_direction,
        min(started_us) over (
            partition by pair, chain_us, part
        ) as first_us,
        row_number() over (
            partition by pair, chain_us, part
            order by started_us, source, line, protocol, port, conversation
        ) as place,
    from parted
)
select
    *,
    sha256(
        subject_ip || '|' || remote_ip || '|' || family || '|' || first_direction || '|'
        || cast(first_us as varchar)
    ) as session,
from opened
