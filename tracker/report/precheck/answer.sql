-- What each asked use would be judged to be, the terms behind it, and what is missing.
with
lacking as (
    select
        terms.*,
        concat_ws(
            '; ',
            case when not fits_remote then 'it is for ' || remote end,
            case when not fits_protocol then 'it is for protocol ' || protocol end,
            case when not fits_port then 'it is for port ' || port end,
            case
                when status in ('suspended', 'revoked', 'rejected', 'withdrawn')
                    then 'the authority has it as ' || status
                when status = 'pending' and states is null then 'it is not asked for yet, or lapsed'
                when status = 'pending' then 'the authority has not decided yet'
                when states = 'pending' then 'it has not begun'
                when contains(states, 'grace') then 'it has ended, its grace has not: renew it'
                when states = 'expired' then 'it has ended: renew it'
            end
        ) as lack,
    from terms
),
listed as (
    select
        session,
        list(
            struct_pack(
                registration_id, decided, category, binding_kind, binding, status, valid_from,
                valid_to, grace_days, remote, protocol, port, authority_ref, looked, states,
                fits_remote, fits_protocol, fits_port
            )
            order by decided desc, valid_from desc, registration_id
        ) as terms,
    from terms
    group by session
),
lacks as (
    select
        session,
        list(registration_id || ': ' || lack order by decided desc, registration_id) as lacks,
    from lacking
    where lack <> ''
    group by session
)
select
    scored.session,
    address.ip as remote_ip,
    verdict.verdict,
    verdict.reason,
    verdict.registration_id,
    verdict.category,
    scored.attribution,
    scored.holder,
    case
        when verdict.verdict in ('exempt', 'registered', 'registered_via_provider', 'inconclusive')
            then []
        when verdict.verdict = 'unattributable'
            then ['who held the address then (' || verdict.reason || '): ask by account']
        when listed.terms is null then ['a term that binds this subject']
        else coalesce(lacks.lacks, [])
    end as missing,
    coalesce(listed.terms, []) as terms,
from scored
join verdict on scored.session = verdict.session
join address on scored.session = address.pair and address.side = 'remote'
left join listed on scored.session = listed.session
left join lacks on scored.session = lacks.session
order by scored.session
