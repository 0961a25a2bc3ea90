-- title: each session's verdict, the first of the table that holds, and the reason for it
--
-- A flag needs a tier of likely or better and an attribution that is exact or an address's own.
-- Every reason is a word of reasons.toml.
with
known as (
    select
        scored.session,
        max(case when placed.category = 'epdg' then 1 else 0 end) as is_epdg,
        max(case when placed.category = 'infrastructure' then 1 else 0 end) as is_infrastructure,
        max(case when placed.category = 'licensed_vpn' then 1 else 0 end) as is_licensed,
        max(case when placed.category = 'relay' then 1 else 0 end) as is_relay,
    from scored
    join placed on scored.judged = placed.judged and scored.remote_key = placed.address_key
    group by scored.session
),
epdg as (select distinct judged from network where category = 'epdg'),
refused as (
    select distinct claim.session
    from claim
    join term on claim.entry = term.entry
    where term.status in ('rejected', 'withdrawn')
),
answered as (
    select
        scored.session,
        scored.tier in ('likely', 'confirmed') as is_strong,
        scored.attribution in ('exact', 'address') as is_named,
        scored.doubt,
        scored.family = 'ipsec' and epdg.judged is null and $needs_epdg = 1 as is_unclear,
        coalesce(known.is_epdg, 0) = 1 and scored.family = 'ipsec' as is_carrier,
        coalesce(known.is_infrastructure, 0) = 1 as is_infrastructure,
        coalesce(known.is_licensed, 0) = 1 as is_licensed,
        case when coalesce(known.is_relay, 0) = 0 and scored.class <> 'privacy_relay'
            then scored.class else $relay_class end as class,
        coalesce(decided.answer, 'unregistered') as answer,
        decided.registration_id,
        decided.category,
        decided.reason as term_reason,
        refused.session is not null as was_refused,
    from scored
    left join known on scored.session = known.session
    left join decided on scored.session = decided.session
    left join refused on scored.session = refused.session
    left join epdg on scored.judged = epdg.judged
),
judged as (
    select
        *,
        case
            when is_carrier or is_infrastructure or class = 'encapsulation' then 'exempt'
            when answer = 'registered' then answer
            when is_licensed then 'registered_via_provider'
            when answer in ('grace', 'pending') then answer
            when class <> '' then 'inconclusive'
            when not is_named then 'unattributable'
            when not is_strong or is_unclear then 'inconclusive'
            else answer
        end as verdict,
    from answered
)
select
    session,
    verdict,
    case
        when verdict = 'exempt' and is_carrier then 'carrier'
        when verdict = 'exempt' and is_infrastructure then 'infrastructure'
        when verdict = 'exempt' then 'encapsulation'
        when verdict = 'registered_via_provider' then 'licensed_provider'
        when verdict = 'inconclusive' and class <> '' then class
        when verdict = 'inconclusive' and not is_strong then 'weak_evidence'
        when verdict = 'inconclusive' then 'no_epdg_list'
        when verdict = 'unattributable' then doubt
        when verdict = 'unregistered' and was_refused then 'refused_terms'
        when verdict = 'unregistered' then 'no_term'
        else term_reason
    end as reason,
    case when verdict = answer then registration_id end as registration_id,
    case when verdict = answer then category end as category,
from judged
