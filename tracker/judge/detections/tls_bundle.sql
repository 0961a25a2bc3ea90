-- title: many TCP connections to one rented server, and nearly all of the line's bytes
-- group: behaviour
-- weight: 1.5
-- param min_connections = 20: over TCP
-- param share = 0.9: of what the line moved while it lasted
-- param fronts = cdn: lists whose name begins so hold the fronts of content networks
-- innocent when: updates, backups and sites whose content lies on one host
--
-- A proxy that hides as a website takes one connection for each of the subject's own, and all that
-- the line moves goes through it. Content networks and relays, where many sites are one address,
-- are left out. This only supports what else was seen.
with
bundle as (
    select
        session,
        sum(connections) as connections,
        sum(coalesce(bytes_out, 0) + coalesce(bytes_in, 0)) as bytes,
    from seen
    where protocol = 6
    group by session
)
select distinct
    bundle.session,
    $weight as weight,
    cast(bundle.connections as varchar) || ' connections, '
    || cast(cast(floor(bundle.bytes * 100.0 / (bundle.bytes + around.elsewhere)) as integer)
        as varchar)
    || ' % of the line''s bytes' as saw,
    'a network of rented servers; no content network; no shared address' as guards,
from bundle
join around on bundle.session = around.session
join listed on bundle.session = listed.session and listed.category = 'hosting'
where
    bundle.connections >= $min_connections
    and bundle.bytes > 0
    and bundle.bytes >= (bundle.bytes + around.elsewhere) * $share
    and bundle.session not in (
        select session from listed
        where category = 'relay' or left(list_name, length($fronts)) = $fronts
    )
