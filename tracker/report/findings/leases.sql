-- title: DHCP servers of which nothing tells how long a lease lasts
-- param share = 0.5: where so many of the leases are given back, the log tells the ends itself
--
-- A client that goes away without a word has its address until the lease ends. Where the log tells
-- neither when that is nor that it was, and nobody states it, it is named for the general silence.
with
leased as (
    select
        gateway,
        count(*) filter (event in ('start', 'interim', 'allocate', 'snapshot')) as leases,
    from login
    where event_date >= $since and kind = 'dhcp' and gateway is not null
    group by gateway
    having
        leases > 0
        and count(expires_at) = 0
        and count(*) filter (reason = 'expire') = 0
        and count(*) filter (event in ('stop', 'release')) < $share * leases
)
select
    53 as place,
    'lease' as part,
    leased.gateway as name,
    case when silence_us is null then 'doubtful' else 'ok' end as state,
    case
        when silence_us is null
            then format('{:,} leases without an end: who goes away without a word is named for '
                || '{:g} hours more, or until the next has his address', leases,
                cast($silence_hours as double))
        else format('{:,} leases, each for {:g} hours as stated', leases, silence_us / 3.6e9)
    end as told,
    'write its lease time into tracker.toml, if it logs each renewal: silence_hours of a '
        || '[[gateway]] of this name' as todo,
from leased
left join stated_gateway on leased.gateway = stated_gateway.gateway
