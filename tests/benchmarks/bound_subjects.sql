-- title: an address for whoever the register binds, and as many again as three in ten for nobody
with
terms as (
    select *, row_number() over (order by registration_id) - 1 as n
    from registration
),
subjects as (
    select
        n,
        binding_kind as kind,
        binding_value as name,
        if(
            binding_kind = 'cidr',
            cast('0x' || right(binding_first_key, 8) as bigint) + n % 16,
            1681915904 + n
        ) as address,
        if(remote_kind = 'cidr', cast('0x' || right(remote_first_key, 8) as bigint), null)
        as remote,
    from terms
    union all
    select n, 'nobody', sha256('nobody' || n)[:32], 1681915904 + n, null
    from range(100000, 130000) as t(n)
)
select
    *,
    printf(
        '%d.%d.%d.%d', address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255
    ) as ip,
    printf('%024x%08x', 65535, address) as ip_key,
from subjects
