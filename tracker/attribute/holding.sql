-- title: holdings: from when until when an address was whose, and what says so
-- kept: no
--
-- Who shows himself when another has started contests it until his last sign.
select
    judged, subject, held, gateway, holder, station, kind, opened_us, opened_by, closed_us, sign_us,
    closed_by,
from held
union all
select
    judged, subject, held, gateway, holder, station, kind, next_us, 'later sign', shown_us, sign_us,
    'last sign',
from held
where closed_by = 'next start' and shown_us > next_us
