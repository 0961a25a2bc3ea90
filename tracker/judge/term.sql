-- title: what the register says of each term: as it is known now, as it stood, and what moved
--
-- The last version known counts for all times, an earlier one from when it was recorded until the
-- next was: whoever kept to what stood is not accused by what was recorded afterwards. An `entry`
-- is a version with the window in which it counts; `basis` is now, then, or moved, which is the
-- last version with the binding that its registrant had before; that one as it stood, too, until a
-- move begins that was told ahead.
with
counted as (
    select
        registration_id,
        number,
        registration_id as bound_id,
        number as bound_number,
        case when next_us is null then 'now' else 'then' end as basis,
        case when next_us is null then -$never_us else recorded_us end as told_us,
        coalesce(next_us, $never_us) as untold_us,
    from edition
    where state = 'open'
    union all
    select heir, heir_number, bound_id, bound_number, 'moved', told_us, untold_us
    from handed
    union all
    select bound_id, bound_number, bound_id, bound_number, 'moved', stood_us, told_us
    from handed
    where is_granted and stood_us < told_us
)
select
    row_number() over (
        order by counted.registration_id, counted.number, basis, bound_id, bound_number, told_us
    ) as entry,
    counted.registration_id,
    counted.basis,
    counted.told_us,
    counted.untold_us,
    terms.registrant_id,
    terms.category,
    terms.remote_kind,
    terms.remote_value,
    terms.remote_first_key,
    terms.remote_last_key,
    terms.protocol,
    terms.port,
    terms.status,
    terms.valid_from_us,
    terms.until_us,
    terms.grace_days,
    terms.asked_us,
    terms.authority_ref,
    binding.binding_kind,
    binding.binding_value,
    binding.binding_first_key,
    binding.binding_last_key,
    binding.digits,
from counted
join edition as terms
    on counted.registration_id = terms.registration_id and counted.number = terms.number
join edition as binding
    on counted.bound_id = binding.registration_id and counted.bound_number = binding.number
