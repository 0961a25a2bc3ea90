-- title: what each label of the nights' connections means, by how it came about
--
-- A label may have parts: what was spoken, then whose it was (`tls.google`). A VPN's name after
-- what only asks for pages or names is a visit; after TLS a program's name is the program, a
-- provider's may be his website. A provider's name alone does not say which.
with
said as (
    select distinct app, app_basis
    from connection_us
    where event_date between $first_date and $last_date and app is not null
),
told as (
    select *, replace(translate(app, '-_ ', ''), ',', '.') || '..' as plain from said
),
parted as (
    select
        told.app,
        told.app_basis,
        split_part(plain, '.', 1) in ('tls', 'ssl', 'dtls', 'quic') as is_wrapped,
        split_part(plain, '.', 2) = '' as is_alone,
        spoken.kind as spoken_kind,
        spoken.family as spoken_family,
        coalesce(owner.kind, other_owner.kind) as owner_kind,
        coalesce(owner.family, other_owner.family) as owner_family,
    from told
    left join vpn_label as spoken on split_part(plain, '.', 1) = spoken.label
    left join vpn_label as owner
        on split_part(plain, '.', 2) = owner.label
        and owner.kind in ('tunnel', 'provider', 'relay')
    left join vpn_label as other_owner
        on split_part(plain, '.', 3) = other_owner.label
        and other_owner.kind in ('tunnel', 'provider', 'relay')
)
select
    app,
    coalesce(app_basis, '') as app_basis,
    coalesce(split_part(app_basis, '/', 1), '') as basis,
    cast(nullif(split_part(app_basis, '/', 2), '') as int) as confidence,
    case
        when spoken_kind in ('tunnel', 'relay', 'call') then spoken_kind
        when spoken_kind = 'provider' and is_alone then 'provider'
        when owner_kind is null then coalesce(spoken_kind, 'other')
        when is_wrapped and owner_kind in ('tunnel', 'relay') then owner_kind
        else 'contact'
    end as kind,
    case
        when spoken_kind in ('tunnel', 'relay') then spoken_family
        when is_wrapped and owner_kind in ('tunnel', 'relay') then owner_family
        else ''
    end as family,
from parted
