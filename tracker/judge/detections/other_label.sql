-- title: inspection names another service
-- group: penalty
-- weight: -7
-- needs: app
-- innocent when: this speaks for the subject
--
-- The log's own inspection found a service that is no VPN: file sharing on port 1194, HTTP/3 on
-- 51820. What only wraps, such as TLS, contradicts nothing, nor does a label that repeats a port.
with
named as (
    select
        session,
        min(case when kind in ('other', 'call') then app end) as app,
        max(case when kind in ('tunnel', 'relay', 'provider') then 1 else 0 end) as is_vpn,
    from labelled
    where basis = 'dpi'
    group by session
)
select session, $weight as weight, 'labelled ' || app as saw, 'found by inspection' as guards,
from named
where app is not null and is_vpn = 0
