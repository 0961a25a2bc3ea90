-- title: each record with the session it belongs to
--
-- `session` is the digest behind session_id: subject, remote, family, direction and first start,
-- in as many hexadecimal digits as the id needs.
with
opened as (
    select
        *,
        first_value(direction) over (
            partition by pair, chain_us, part
            order by started_us, source, line, protocol, port, conversation
            rows between unbounded preceding and unbounded following
        ) as first_direction,
        min(started_us) over (partition by pair, chain_us, part) as first_us,
        row_number() over (
            partition by pair, chain_us, part
            order by started_us, source, line, protocol, port, conversation
        ) as place,
    from parted
)
select
    opened.*,
    left(
        sha256(
            subject.ip || '|' || remote.ip || '|' || pair.family || '|' || first_direction || '|'
            || cast(first_us as varchar)
        ),
        33
    ) as session,
from opened
join pair on opened.pair = pair.pair
join address as subject on pair.subject_key = subject.address_key
join address as remote on pair.remote_key = remote.address_key
