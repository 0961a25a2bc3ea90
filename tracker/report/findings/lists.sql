-- title: which categories of networks no list has, and what each absence costs
with
cost (place, name, told) as (
    values
        (40, 'epdg', case when $flags_ipsec then 'phones that call over Wi-Fi are flagged for IPsec'
            else 'no IPsec is flagged: any may be a phone that calls over Wi-Fi' end),
        (41, 'infrastructure', 'tunnels to machines of your own are flagged'),
        (42, 'licensed_vpn', 'customers of licensed providers are flagged'),
        (43, 'relay', 'privacy relays that telephones use by themselves may be flagged'),
        (80, 'vpn', 'only ports, labels and lengths tell VPNs; no term can name a provider'),
        (81, 'hosting', 'nothing tells rented servers from homes: less is confirmed'),
        (82, 'tor', 'Tor is told by labels alone'),
),
counted as (
    select category, count(*) as networks from listed group by category
),
pool as (
    select
        coalesce(cast(sum(networks) as bigint), 0) as networks,
        coalesce(bool_or(category in ('pool_dynamic', 'pool_cgnat')), false) as is_changing,
    from counted
    where category in ('pool_static', 'pool_dynamic', 'pool_cgnat', 'local')
)
select
    38 as place,
    'list' as part,
    'pools' as name,
    case when networks = 0 then 'missing' when not is_changing then 'doubtful' else 'ok' end
        as state,
    case
        when networks = 0 then 'which side is the subscriber is read from who opened alone'
        when not is_changing then format('{:,} networks, no pool_dynamic or pool_cgnat: a term may '
            || 'be bound to an address that changes hands', networks)
        else format('{:,} networks', networks)
    end as told,
    '`tracker lists import pools FILE`' as todo,
from pool
union all
select
    cost.place,
    'list',
    cost.name,
    case when counted.networks is null then 'missing' else 'ok' end,
    case when counted.networks is null then cost.told
        else format('{:,} networks', counted.networks) end,
    format('`tracker lists import {} FILE`', cost.name),
from cost
left join counted on cost.name = counted.category
