-- title: the flagged sessions with what explains them, in the order of flagged.sql
--
-- Of the term that decided the register is told as it was in the version that the session names.
with
term as (
    select
        session_id,
        arg_max(struct_pack(
            category := registration.category,
            binding_kind := registration.binding_kind,
            remote := if(remote_kind = 'any', 'any remote', remote_kind || ' ' || remote_value),
            protocol := registration.protocol,
            port := registration.port,
            valid_from := registration.valid_from,
            valid_to := registration.valid_to,
            status := registration.status,
            authority_ref := registration.authority_ref
        ), registration.recorded_at) as term,
    from wanted
    join registration using (registration_id)
    semi join counted on counted.session_id = wanted.session_id and counted.is_flagged
    where registration.recorded_at <= coalesce(
        (
            select max(known.recorded_at)
            from registration as known
            where known.registry_version = wanted.registry_version
        ),
        registration.recorded_at
    )
    group by session_id
)
select
    wanted.*,
    term.term,
    reviewed.review,
    reviewed.new_evidence,
    review.reason as review_reason,
    review.decided_by,
    (wanted.run_id, wanted.night) in (select (run_id, night) from gap) as provisional,
from wanted
semi join counted on counted.session_id = wanted.session_id and counted.is_flagged
left join term on term.session_id = wanted.session_id
left join reviewed on reviewed.session_id = wanted.session_id
left join review on review.review_id = reviewed.review_id
order by
    case reviewed.review when 'confirmed' then 2 when 'corrected' then 2 else 1 end,
    case wanted.tier when 'confirmed' then 1 when 'likely' then 2 else 3 end,
    wanted.score desc,
    coalesce(wanted.bytes_out, 0) + coalesce(wanted.bytes_in, 0) desc,
    wanted.first_at,
    wanted.session_id
