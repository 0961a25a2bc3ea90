-- title: each term that binds an asked session's subject, and why it does or does not apply
--
-- Of a term the version that answered best, else the one that is known now. `states` are those
-- that it had while the session lasted, in the order of time; the verdict rests on who `decided`.
with
states as (
    select
        claim.session, claim.entry,
        array_to_string(
            list_transform(
                list_sort(list({'from_us': standing.from_us, 'state': standing.state})),
                lambda one: one.state
            ), ' '
        ) as states,
    from claim
    join scored on claim.session = scored.session
    join standing on claim.entry = standing.entry
    where standing.from_us <= scored.last_us and standing.to_us > scored.first_us
    group by claim.session, claim.entry
),
best as (
    select session, registration_id, basis, min(rank) as rank
    from answered
    group by session, registration_id, basis
),
chosen as (
    select
        claim.*, states.states, best.rank,
        row_number() over (
            partition by claim.session, claim.registration_id
            order by coalesce(best.rank, 9),
                case term.basis when 'now' then 1 when 'then' then 2 else 3 end,
                states.states is null, claim.entry
        ) as place,
    from claim
    join term on claim.entry = term.entry
    left join states on claim.session = states.session and claim.entry = states.entry
    left join best
        on claim.session = best.session
        and claim.registration_id = best.registration_id
        and term.basis = best.basis
    where term.basis = 'now' or states.states is not null
)
select
    chosen.session,
    chosen.registration_id,
    coalesce(verdict.registration_id = chosen.registration_id, false) as decided,
    term.registrant_id, term.category, term.authority_ref, term.basis,
    term.binding_kind, term.binding_value,
    term.remote_kind, term.remote_value, term.protocol, term.port, term.status,
    make_timestamptz(term.valid_from_us) as valid_from,
    case when term.until_us < $never_us then make_timestamptz(term.until_us) end as valid_to,
    term.grace_days,
    chosen.states,
    chosen.fits_remote = 1 as fits_remote,
    chosen.fits_protocol = 1 as fits_protocol,
    chosen.fits_port = 1 as fits_port,
from chosen
join term on chosen.entry = term.entry
left join verdict on chosen.session = verdict.session
where chosen.place = 1
order by chosen.session, decided desc, valid_from desc, chosen.registration_id
