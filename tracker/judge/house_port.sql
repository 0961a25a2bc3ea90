-- title: server ports of services that run on every line, and what they are
--
-- `infrastructure` keeps a network going; `call` carries or arranges speech and pictures (STUN,
-- RFC 8489, and what large services use for it), in lengths that look like a VPN's.
select *
from (
    values
        (53, 'infrastructure'), (67, 'infrastructure'), (68, 'infrastructure'),
        (69, 'infrastructure'), (123, 'infrastructure'), (137, 'infrastructure'),
        (138, 'infrastructure'), (161, 'infrastructure'), (162, 'infrastructure'),
        (389, 'infrastructure'), (514, 'infrastructure'), (520, 'infrastructure'),
        (546, 'infrastructure'), (547, 'infrastructure'), (853, 'infrastructure'),
        (1812, 'infrastructure'), (1813, 'infrastructure'), (1900, 'infrastructure'),
        (2152, 'infrastructure'), (3544, 'infrastructure'), (3702, 'infrastructure'),
        (4789, 'infrastructure'), (5247, 'infrastructure'), (5351, 'infrastructure'),
        (5353, 'infrastructure'), (5355, 'infrastructure'), (6081, 'infrastructure'),
        (3478, 'call'), (3479, 'call'), (3480, 'call'), (3481, 'call'), (5349, 'call'),
        (19302, 'call'), (19303, 'call'), (19304, 'call'), (19305, 'call'), (19306, 'call'),
        (19307, 'call'), (19308, 'call'), (19309, 'call')
) as known(port, kind)
