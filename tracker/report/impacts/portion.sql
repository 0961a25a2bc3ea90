-- title: what the sessions of each subscriber come to, apart by what would spare them
-- kept: many
--
-- `spared` says by what: 0 nothing, as they are flagged; 1 by flagging alone; 2 by a whitelist that
-- knows logins; 3 by one of addresses, too; 4 by everything, as they are too weak to be called a
-- VPN. A ban by protocol cuts a carrier's gateway and an encapsulation however weak they look.
-- An address list tells registered static lines, licensed providers, carriers' gateways and
-- infrastructure. A whitelist keeps the days of grace, and lets nothing in that is not decided.
-- Whoever may not be named counts as an address, one in IPv6 as its network of 64 bits, in which
-- a single line changes its address at will.
with
told as (
    select
        wanted.*,
        list_contains(cast($flagged as varchar[]), verdict) as is_flagged,
        coalesce(reviewed.review = 'dismissed', false) as is_dismissed,
        coalesce(bound.binding_kind = 'cidr', false) as is_static,
        verdict <> 'unattributable' and (holder is not null or attribution = 'address') as is_named,
        case when contains(src_ip, ':') and not is_named
            then list_transform(
                string_split(src_ip, '::'),
                lambda half: list_filter(string_split(half, ':'), lambda digits: digits <> '')
            )
        end as halves,
    from wanted
    left join reviewed on wanted.session_id = reviewed.session_id
    left join bound
        on wanted.registration_id = bound.registration_id
        and wanted.registry_version is not distinct from bound.judged_by
        and (wanted.reason is not distinct from 'moved_binding') = bound.is_moved
),
faced as (
    select
        *,
        case
            when halves is not null then array_to_string(
                (
                    halves[1]
                    || list_transform(range(8 - len(flatten(halves))), lambda place: '0')
                    || coalesce(halves[2], [])
                )[1:4],
                ':'
            )
            when is_named and holder is not null then holder
            else src_ip
        end as person,
        case
            when is_flagged and not is_dismissed then 0
            when is_flagged then 1
            when verdict = 'exempt' and reason = 'encapsulation' then 2
            when tier not in ('likely', 'confirmed')
                and not (verdict = 'exempt' and reason = 'carrier') then 4
            when verdict in ('exempt', 'registered_via_provider') then 3
            when verdict in ('registered', 'grace') then if(is_static, 3, 2)
            else 1
        end as spared,
        case
            when is_flagged and not is_dismissed then 'unlawful'
            when list_contains(cast($allowed as varchar[]), verdict) then 'lawful'
            else 'undetermined'
        end as lawful,
    from told
)
select
    coalesce(category, 'none') as category,
    lawful,
    spared,
    is_flagged and is_dismissed as is_dismissed,
    is_named,
    person,
    count(*) as sessions,
    sum(epoch_us(last_at) - epoch_us(first_at)) as lasted_us,
    sum(coalesce(bytes_out + bytes_in, bytes_out, bytes_in)) as bytes,
from faced
group by all
