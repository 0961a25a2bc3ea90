-- rows: each version of each term of `versions`, and what it changed of the version before
--
-- What is bound is told of prefixes alone: a pseudonym says nothing to a reader.
with fields as (
    select
        registration_id,
        registrant_id,
        state,
        recorded_at,
        registry_version,
        [
            {'name': 'registrant_id', 'value': registrant_id, 'shown': true},
            {'name': 'category', 'value': category, 'shown': true},
            {'name': 'binding_kind', 'value': binding_kind, 'shown': true},
            {'name': 'binding_value', 'value': binding_value, 'shown': binding_kind = 'cidr'},
            {'name': 'remote_kind', 'value': remote_kind, 'shown': true},
            {'name': 'remote_value', 'value': remote_value, 'shown': true},
            {'name': 'protocol', 'value': protocol, 'shown': true},
            {'name': 'port', 'value': port, 'shown': true},
            {'name': 'valid_from', 'value': day_text(valid_from, $zone, 0), 'shown': true},
            {'name': 'valid_to', 'value': day_text(valid_to, $zone, 1), 'shown': true},
            {'name': 'status', 'value': status, 'shown': true},
            {'name': 'grace_days', 'value': cast(grace_days as varchar), 'shown': true},
            {'name': 'authority_ref', 'value': authority_ref, 'shown': true},
            {'name': 'moved_from', 'value': moved_from, 'shown': true},
        ] as told,
    from versions
),
followed as (
    select
        *,
        lag(state) over earlier as state_before,
        lag(registrant_id) over earlier as registrant_before,
        lag(told) over earlier as told_before,
    from fields
    window earlier as (partition by registration_id order by recorded_at, registry_version)
)
select
    recorded_at,
    registry_version,
    registration_id,
    registrant_id,
    registrant_before,
    case
        when state = 'closed' then 'closed'
        when state_before is null then 'added'
        when state_before = 'closed' then 'reopened'
        else 'changed'
    end as change,
    nullif(
        array_to_string(
            list_transform(
                list_filter(
                    list_zip(coalesce(told_before, told), told),
                    lambda pair: pair[1].value is distinct from pair[2].value
                ),
                lambda pair: if(
                    pair[1].shown and pair[2].shown,
                    pair[1].name || ' ' || coalesce(pair[1].value, 'none')
                    || ' -> ' || coalesce(pair[2].value, 'none'),
                    pair[1].name || ' changed'
                )
            ),
            '; '
        ),
        ''
    ) as what,
from followed
order by recorded_at, registration_id, registry_version
