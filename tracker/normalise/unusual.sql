-- title: texts that are not canonical addresses, with the address that each is all the same
with
bare as (
    select *, ipv6_groups(bare_address(written)) as spelt
    from unusual
),
keyed as (
    select *, address_key(spelt) as key
    from bare
)
select address_text(key) as ip, key, absent_address(written, key) as host
from keyed
order by number
