-- title: inspection says a privacy relay
-- group: class
-- class: privacy_relay
-- family: proxy
-- weight: 0
-- needs: app
-- innocent when: always: such relays are switched on by default on many devices
--
-- Private Relay, WARP and their like hide from a website who asks, and are no VPN of anybody's.
-- They are counted.
select session, max($weight) as weight, 'labelled ' || min(app) as saw, '' as guards,
from labelled
where kind = 'relay' and basis in ('dpi', 'heuristic')
group by session
