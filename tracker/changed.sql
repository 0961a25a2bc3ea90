-- title: terms and lists that are not the same in two states of the register, and how
--
-- Of a term: what its last version known in each state says. `approved` is whether a decision came
-- late: none was known, or it was pending, and then it was approved.
with
early as (
    select * from registration
    where recorded_at <= $early
    qualify row_number() over (
        partition by registration_id order by recorded_at desc, registry_version desc
    ) = 1
),
late as (
    select * from registration
    where recorded_at <= $late
    qualify row_number() over (
        partition by registration_id order by recorded_at desc, registry_version desc
    ) = 1
),
paired as (
    select
        late.registration_id,
        if(early.state = 'open', early.status, null) as status_before,
        if(late.state = 'open', late.status, null) as status_after,
        early.valid_from as from_before, late.valid_from as from_after,
        early.valid_to as to_before, late.valid_to as to_after,
        early.state = 'open' and late.state = 'open' as both_there,
        early.binding_kind || ' ' || early.binding_value
            <> late.binding_kind || ' ' || late.binding_value as other_binding,
        row(early.remote_kind, early.remote_value, early.protocol, early.port)
            is distinct from row(late.remote_kind, late.remote_value, late.protocol, late.port)
            as other_use,
        row(early.registrant_id, early.category, early.grace_days, early.moved_from)
            is distinct from
            row(late.registrant_id, late.category, late.grace_days, late.moved_from)
            as other_rest,
    from late
    left join early using (registration_id)
    where early.recorded_at is distinct from late.recorded_at
)
select
    registration_id,
    status_after = 'approved' and coalesce(status_before, 'pending') = 'pending' as is_approval,
    concat_ws(
        '; ',
        case
            when status_before is null and status_after is null then null
            when status_before is null then 'recorded, ' || status_after
            when status_after is null then 'closed'
            when status_before <> status_after
                then 'status ' || status_before || ' -> ' || status_after
        end,
        case when both_there and from_before <> from_after
            then 'valid_from ' || from_before || ' -> ' || from_after end,
        case when both_there and to_before is distinct from to_after
            then 'valid_to ' || coalesce(cast(to_before as varchar), 'none')
                || ' -> ' || coalesce(cast(to_after as varchar), 'none') end,
        case when both_there and other_binding then 'binding_value changed' end,
        case when both_there and other_use then 'remote, protocol or port changed' end,
        case when both_there and other_rest then 'registrant, category or grace changed' end
    ) as what,
from paired
