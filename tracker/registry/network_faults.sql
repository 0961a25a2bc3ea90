-- rows: what is wrong with a network of a list
-- param widest4 = 12: a wider IPv4 prefix would take in half the Internet's users
-- param widest6 = 19: the widest IPv6 prefix that was given to anyone
with networks as (
    select
        said.line,
        said.place,
        said.category,
        found.*,
        try_cast(split_part(found.prefix, '/', 2) as integer) as length,
        if(contains(found.prefix, ':'), $widest6, $widest4) as widest,
    from said_networks as said
    inner join sheet_prefixes as found on found.text = said.cidr
),
outward as (
    select *
    from networks
    where category in ('vpn', 'licensed_vpn', 'tor', 'relay', 'hosting', 'epdg')
)
select
    line,
    place || '''' || left(text, 80) || ''' ' || fault as found,
    'a prefix such as 192.0.2.0/24 or 2001:db8::/32' as expected,
    todo,
from networks
where fault is not null
union all
select
    line,
    place || '''' || text || ''' is wider than /' || widest,
    'for ' || category || ' at most a /' || widest,
    'list the networks that are really meant',
from outward
where length < widest
union all
select
    outward.line,
    outward.place || '''' || outward.text || ''' lies in reserved ' || reserved.prefix,
    'for ' || outward.category || ' an address on the Internet',
    'private networks of your own are local, pool_static, pool_dynamic or pool_cgnat',
from outward
inner join reserved
    on outward.first_key <= reserved.last_key and outward.last_key >= reserved.first_key
where outward.length >= outward.widest
order by line, found
