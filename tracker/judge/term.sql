-- title: the register in force: of each term its last version known, unless a snapshot closed it
with
ranked as (
    select
        *,
        row_number() over (
            partition by registration_id order by recorded_us desc, registry_version desc
        ) as place,
    from registration_us
    where recorded_us <= $known_us
)
select
    registration_id, category, binding_kind, binding_value, binding_first_key, binding_last_key,
    remote_kind, remote_value, remote_first_key, remote_last_key, protocol, port, valid_from_us,
    valid_to_us, coalesce(valid_to_us, $never_us) as until_us, status, grace_days,
    least(first_recorded_us, valid_from_us) as asked_us,
    case when binding_kind = 'cidr' then case
        when instr(binding_value, '/') = 0 then 32
        when instr(binding_value, ':') > 0
            then cast(split_part(binding_value, '/', 2) as integer) // 4
        else (cast(split_part(binding_value, '/', 2) as integer) + 96) // 4
    end end as digits,
from ranked
where place = 1 and state = 'open'
