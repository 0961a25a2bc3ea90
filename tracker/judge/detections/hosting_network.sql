-- title: a network that rents out servers
-- group: list
-- weight: 1
-- innocent when: nearly always: every sixth ordinary flow goes to such a network
--
-- Who runs a VPN of his own rents a server for it. So do most websites, so that this weighs little
-- and starts nothing.
with
ranked as (
    select
        *,
        row_number() over (
            partition by session order by length desc, list_name, version, cidr
        ) as place,
    from listed
    where category = 'hosting'
)
select
    session,
    $weight as weight,
    cidr || ', ' || list_name || ' ' || version as saw,
    '' as guards,
from ranked
where place = 1
