-- title: the line fell silent but for this
-- group: behaviour
-- weight: 1.5
-- param min_seconds = 1800: of shorter sessions a quiet line says nothing
-- param min_before = 20: connections in the hour before; a quiet line cannot fall silent
-- param share = 0.1: of the pace before; a tunnel takes nearly all that a device sends
-- innocent when: everybody left the house and a device stayed behind, or a film took the evening
--
-- While the session lasted the line opened hardly any connection to anywhere else, and in the hour
-- before it had opened many: whatever was done went through this one. Only asked of a line that is
-- one subscriber's, and of sessions of half an hour.
select
    session,
    $weight as weight,
    cast(before as varchar) || ' other connections in the hour before, ' || cast(during as varchar)
    || ' in ' || cast(seconds // 60 as varchar) || ' minutes' as saw,
    'no shared address; half an hour; few such sessions on the line' as guards,
from around
where
    seconds >= $min_seconds
    and before >= $min_before
    and during * 3600 < before * seconds * $share
