-- title: what each term that binds a session's subject says of it, from when to when
--
-- `rank` is the order of the verdict table, the mildest first. What moved speaks for its
-- registrant alone and never against whoever has the binding now.
with
overlapping as (
    select
        claim.session, claim.fits_remote, claim.fits_protocol, claim.fits_port,
        claim.fits_remote = 1 and claim.fits_protocol = 1 and claim.fits_port = 1 as fits,
        standing.registration_id, standing.basis, standing.category, standing.status,
        standing.valid_from_us, standing.state,
        greatest(standing.from_us, scored.first_us) as from_us,
        least(standing.to_us, scored.last_us + 1) as to_us,
    from claim
    join scored on claim.session = scored.session
    join standing on claim.entry = standing.entry
    where standing.from_us <= scored.last_us and standing.to_us > scored.first_us
),
answering as (
    select
        *,
        case
            when state in ('active', 'expiring') and fits then 'registered'
            when state in ('active', 'expiring') then 'out_of_terms'
            when state in ('grace', 'pending', 'suspended', 'expired', 'revoked') and fits
                then state
        end as answer,
    from overlapping
),
ranked as (
    select
        *,
        case answer when 'registered' then 1 when 'grace' then 3 when 'pending' then 4
            when 'out_of_terms' then 5 when 'suspended' then 6 when 'expired' then 7
            else 8 end as rank,
    from answering
    where answer is not null
)
select
    session, from_us, to_us, answer, rank, basis, registration_id, category, valid_from_us,
    case
        when answer = 'registered' and basis = 'moved' then 'moved_binding'
        when answer = 'registered' and basis = 'then' then 'stood_then'
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
where basis <> 'moved' or rank <= 4
