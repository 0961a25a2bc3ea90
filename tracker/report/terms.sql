-- In words, for each term that binds an asked session's subject, why it does or does not apply.
with
told as (
    select
        *,
        case
            when states is null then null
            when status = 'pending' then 'was undecided'
            when states = 'pending' then 'had not begun'
            when contains(states, 'active') or contains(states, 'expiring') then 'was running'
            when contains(states, 'grace') then 'had ended, within its grace'
            when contains(states, 'expired') then 'had ended'
        end as stood,
    from looked
)
select
    session,
    registration_id,
    decided,
    category,
    binding_kind,
    if(binding_kind = 'cidr', binding_value, 'of this holder') as binding,
    status,
    valid_from,
    valid_to,
    grace_days,
    if(remote_kind = 'any', 'any remote', remote_kind || ' ' || remote_value) as remote,
    protocol,
    port,
    authority_ref,
    concat_ws(
        ', ',
        'decision ' || status,
        stood,
        if(fits_remote, 'remote fits', 'another remote'),
        if(fits_protocol, 'protocol fits', 'another protocol'),
        if(fits_port, 'port fits', 'another port'),
        case basis
            when 'then' then 'as it stood when it happened: it has changed since'
            when 'moved' then 'on the binding that its registrant has moved from'
        end
    ) as looked,
    states,
    fits_remote,
    fits_protocol,
    fits_port,
from told
order by session, decided desc, valid_from desc, registration_id
