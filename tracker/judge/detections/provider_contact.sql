-- title: a VPN provider's website or service
-- group: class
-- class: contact
-- weight: 0
-- needs: app
-- innocent when: always: to read about a VPN is no use of one
--
-- The label names a VPN provider over what is asked for pages and names: a visit, a purchase, or
-- the program's list of servers. No tunnel by itself; it is counted.
select session, max($weight) as weight, 'labelled ' || min(app) as saw, '' as guards,
from labelled
where
    basis in ('dpi', 'heuristic')
    and (kind = 'contact' or kind = 'provider' and (protocol = 6 or port in (53, 443, 853)))
group by session
