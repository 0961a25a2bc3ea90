-- title: what binds the terms that decided: an address, or a login, a circuit, a number
--
-- As the register stood in the version that the session was judged by. A term that counted because
-- its registrant has moved was bound by what the term before it binds. `judged_by` is null where
-- the session tells no version: then the last one counts.
with
decided as (
    select distinct
        registration_id,
        registry_version,
        reason is not distinct from 'moved_binding' as is_moved,
    from wanted
    where registration_id is not null and verdict in ('registered', 'grace')
),
version as (
    select registry_version, max(recorded_at) as known_at
    from registration
    group by registry_version
),
dated as (
    select decided.*, version.known_at
    from decided
    left join version using (registry_version)
),
own as (
    select
        dated.registration_id, dated.registry_version, dated.is_moved, dated.known_at,
        arg_max(term.binding_kind, term.recorded_at) as binding_kind,
        arg_max(term.moved_from, term.recorded_at) as moved_from,
    from dated
    join registration as term
        on dated.registration_id = term.registration_id
        and (dated.known_at is null or term.recorded_at <= dated.known_at)
    group by all
),
before as (
    select
        own.registration_id, own.registry_version,
        arg_max(term.binding_kind, term.recorded_at) as binding_kind,
    from own
    join registration as term
        on own.moved_from = term.registration_id
        and (own.known_at is null or term.recorded_at <= own.known_at)
    where own.is_moved
    group by all
)
select
    own.registration_id,
    own.registry_version as judged_by,
    own.is_moved,
    if(own.is_moved, coalesce(before.binding_kind, own.binding_kind), own.binding_kind)
    as binding_kind,
from own
left join before
    on own.registration_id = before.registration_id
    and own.registry_version is not distinct from before.registry_version
