-- For each term that binds the session's subject, why it did or did not apply.
with
named as (
    select distinct lower(host) as host, lower(provider) as provider
    from endpoint
    where $remote_key between first_key and last_key
),
matched as (
    select
        binding.*,
        binding.registration_id is not distinct from one.registration_id as decided,
        valid_to + to_days(coalesce(grace_days, 0)) as grace_to,
        case remote_kind
            when 'any' then true
            when 'cidr' then $remote_key between remote_first_key and remote_last_key
            when 'host' then lower(remote_value) in (select host from named)
            else lower(remote_value) in (select provider from named)
        end is true as fits_remote,
        binding.protocol is null
        or binding.protocol = one.family
        or exists (
            select 1 from services where cast(services.protocol as varchar) = binding.protocol
        ) as fits_protocol,
        binding.port is null
        or exists (
            select 1
            from services
            where
                coalesce(services.port, 0) = 0
                or services.port between cast(split_part(binding.port, '-', 1) as integer)
                and cast(split_part(binding.port, '-', -1) as integer)
        ) as fits_port,
        one.first_at,
        one.last_at,
    from binding, one
)
select
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
        case
            when last_at < valid_from then 'had not begun'
            when valid_to is null or first_at < valid_to then 'was running'
            when first_at < grace_to then 'had ended, within its grace'
            else 'had ended'
        end,
        if(fits_remote, 'remote fits', 'another remote'),
        if(fits_protocol, 'protocol fits', 'another protocol'),
        if(fits_port, 'port fits', 'another port')
    ) as looked,
from matched
order by decided desc, valid_from desc, registration_id
