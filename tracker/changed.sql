-- title: terms that are not the same in two states of the register, and how
--
-- `previewed_terms` is what the later versions did to the earlier ones. `is_approval` is whether a
-- decision came late: none was known, or it was pending, and then the term was approved.
select
    previewed_terms.registration_id,
    concat_ws('; ', nullif(previewed_terms.change, 'changed'), previewed_terms.what) as what,
    late.state = 'open' and late.status = 'approved'
        and (coalesce(early.state, 'closed') = 'closed' or early.status = 'pending') as is_approval,
from previewed_terms
join terms_late as late using (registration_id)
left join terms_early as early using (registration_id)
