-- title: the versions of each term that are known, numbered as they were recorded
--
-- `next_us` is when the next version was recorded, null for the last one. `digits` is how many
-- leading hexadecimal digits all addresses of a cidr binding share.
select
    *,
    coalesce(valid_to_us, $never_us) as until_us,
    least(first_recorded_us, valid_from_us) as asked_us,
    case when binding_kind = 'cidr' then case
        when instr(binding_value, '/') = 0 then 32
        when instr(binding_value, ':') > 0
            then cast(split_part(binding_value, '/', 2) as integer) // 4
        else (cast(split_part(binding_value, '/', 2) as integer) + 96) // 4
    end end as digits,
    row_number() over (
        partition by registration_id order by recorded_us, registry_version
    ) as number,
    lead(recorded_us) over (
        partition by registration_id order by recorded_us, registry_version
    ) as next_us,
from registration_us
where recorded_us <= $known_us
