-- title: an hour of UDP to one rented server
-- group: behaviour
-- weight: 1.5
-- param min_seconds = 3600: calls and games are mostly shorter
-- param min_bytes = 10000000: both ways together
-- innocent when: a game, a call or a camera whose server is rented
--
-- One UDP conversation of an hour and ten megabytes to a network that rents out servers, on another
-- port than the web's. This only supports what else was seen.
select
    seen.session,
    max($weight) as weight,
    max(
        cast(seen.seconds // 60 as varchar) || ' minutes, '
        || cast((seen.bytes_out + seen.bytes_in) // 1000000 as varchar) || ' MB'
    ) as saw,
    'a network of rented servers; not a service''s port; not port 443' as guards,
from seen
join listed on seen.session = listed.session and listed.category = 'hosting'
where
    seen.protocol = 17
    and seen.port <> 443
    and seen.house = ''
    and seen.seconds >= $min_seconds
    and seen.bytes_out + seen.bytes_in >= $min_bytes
group by seen.session
