-- title: a VPN gateway's own word
-- group: event
-- weight: 12
-- needs: app
-- innocent when: a test user of the gateway's, or a clock that is wrong
--
-- The gateway wrote that a tunnel came up, or that somebody logged in to its VPN. The subject is
-- who dialled in. Refused and failed attempts are none.
select
    session,
    max($weight) as weight,
    'the gateway tells of ' || min(app) || ', ' || cast(sum(records) as varchar)
    || case when sum(records) = 1 then ' record' else ' records' end as saw,
    'the tunnel came up; the side that dialled in' as guards,
from labelled
where basis = 'event' and kind = 'tunnel'
group by session
