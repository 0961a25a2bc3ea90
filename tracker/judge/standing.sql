-- title: what each entry of the register says at which time
--
-- States follow from the authority's decision and the dates; nobody types them in. A time before
-- a term was asked for, or after an undecided one has run out, has none. Each state holds from
-- `from_us` to before `to_us`, within the window in which the entry counts.
with
soon as (
    select *, greatest(valid_from_us, until_us - $expiring_us) as soon_us
    from term
),
stated as (
    select *, 'pending' as state, -$never_us as state_us, valid_from_us as over_us
    from soon where status = 'approved'
    union all
    select *, 'active', valid_from_us, soon_us from soon where status = 'approved'
    union all
    select *, 'expiring', soon_us, until_us from soon where status = 'approved'
    union all
    select *, 'grace', until_us, until_us + grace_days * $day_us
    from soon where status = 'approved'
    union all
    select *, 'expired', until_us + grace_days * $day_us, $never_us
    from soon where status = 'approved'
    union all
    select *, 'pending', asked_us, until_us from soon where status = 'pending'
    union all
    select *, 'suspended', valid_from_us, until_us from soon where status = 'suspended'
    union all
    select *, 'expired', until_us, $never_us from soon where status = 'suspended'
    union all
    select *, 'revoked', valid_from_us, $never_us from soon where status = 'revoked'
    union all
    select *, status, -$never_us, $never_us
    from soon where status in ('rejected', 'withdrawn')
),
windowed as (
    select *, greatest(state_us, told_us) as from_us, least(over_us, untold_us) as to_us
    from stated
)
select entry, registration_id, basis, category, status, valid_from_us, state, from_us, to_us
from windowed
where from_us < to_us
