-- title: what the register says of each session: the best answer of the terms that bind it
--
-- A session that overlaps a term at all is covered by it, which is the mildest reading. The rank
-- is the order of the verdict table; of equals the latest valid_from decides, then the smallest
-- id.
with
timed as (
    select
        claim.*,
        term.category,
        term.status,
        term.valid_from_us,
        scored.first_us < term.until_us and scored.last_us >= term.valid_from_us as is_running,
        scored.last_us < term.valid_from_us as is_early,
        scored.first_us >= term.until_us as is_late,
        scored.first_us >= term.until_us
        and scored.first_us < term.until_us + term.grace_days * $day_us as is_graced,
        scored.first_us >= term.asked_us as is_asked,
        claim.fits_remote = 1 and claim.fits_protocol = 1 and claim.fits_port = 1 as fits,
    from claim
    join scored on claim.session = scored.session
    join term on claim.registration_id = term.registration_id
),
answered as (
    select
        *,
        case
            when status = 'approved' and fits and is_running then 'registered'
            when status = 'approved' and fits and is_graced then 'grace'
            when status = 'pending' and fits and is_asked and not is_late then 'pending'
            when status = 'approved' and fits and is_early then 'pending'
            when status = 'approved' and is_running then 'out_of_terms'
            when status = 'suspended' and fits and is_running then 'suspended'
            when status in ('approved', 'suspended') and fits and is_late then 'expired'
            when status = 'revoked' and fits and not is_early then 'revoked'
        end as answer,
    from timed
),
ranked as (
    select
        *,
        row_number() over (
            partition by session
            order by
                case answer when 'registered' then 1 when 'grace' then 3 when 'pending' then 4
                    when 'out_of_terms' then 5 when 'suspended' then 6 when 'expired' then 7
                    else 8 end,
                valid_from_us desc,
                registration_id
        ) as place,
    from answered
    where answer is not null
)
select
    session,
    registration_id,
    category,
    answer,
    case
        when answer = 'registered' then 'active_term'
        when answer = 'grace' then 'within_grace'
        when answer = 'pending' and status = 'pending' then 'undecided'
        when answer = 'pending' then 'not_begun'
        when answer = 'out_of_terms' and fits_remote = 0 then 'other_remote'
        when answer = 'out_of_terms' and fits_protocol = 0 then 'other_protocol'
        when answer = 'out_of_terms' then 'other_port'
        when answer = 'suspended' then 'term_suspended'
        when answer = 'expired' then 'term_expired'
        else 'term_revoked'
    end as reason,
from ranked
where place = 1
