-- title: the lines of a Zeek conn.log for one night
--
-- 200,000 subscribers, one in ten on IPv6. Three lines in a hundred have a VPN port on either
-- side: one is a tunnel, one a client whose own port happens to be such, one a probe that nobody
-- answers. One line in a thousand is cut off.
with
lines as (
    select
        i,
        hash(i) as h1,
        hash(i + 1000000007) as h2,
        hash(i + 2000000011) as h3,
        1773439200.0 + (i::double / $lines) * 86390.0 as moment,
    from range($lines) as t(i)
),
drawn as (
    select
        *,
        cast(h1 % 200000 as bigint) as subscriber,
        cast(h2 % 1000 as integer) as kind,
        cast((h1 >> 40) % 64512 + 1024 as integer) as client_port,
        cast((h3 >> 32) % 1000000 as bigint) as r,
        cast((h2 >> 40) % 1000000 as bigint) as s,
    from lines
),
shaped as (
    select
        *,
        subscriber % 10 = 0 as six,
        kind < 10 as tunnel,
        kind between 10 and 19 as chance,
        kind between 20 and 29 as probe,
        [500, 4500, 51820, 1194, 1701, 1723, 41641, 9993][1 + r % 8] as vpn_port,
        [443, 443, 443, 443, 80, 53, 8080, 993][1 + s % 8] as web_port,
    from drawn
),
told as (
    select
        *,
        case when tunnel or probe then vpn_port else web_port end as server_port,
        case when chance then vpn_port else client_port end as source_port,
        case
            when tunnel or chance or probe then if(vpn_port = 1723, 6, 17)
            when web_port = 53 or s % 5 = 0 then 17
            else 6
        end as protocol,
    from shaped
),
written as (
    select
        *,
        concat_ws(
            chr(9),
            printf('%.6f', moment),
            'C' || substr(cast(hash(i + 5) as varchar), 1, 17),
            if(
                six,
                printf('2001:db8:%x:%x::%x', 4096 + subscriber // 65536, 1 + subscriber % 65535,
                    1 + s % 65535),
                printf('100.%d.%d.%d', 64 + subscriber // 65536, (subscriber // 256) % 256,
                    subscriber % 256)
            ),
            source_port,
            if(
                six,
                printf('2001:db8:ffff::%x', 1 + r % 50000),
                printf('%d.%d.%d.%d', 198 + r % 2, 18 + r % 3, (r // 7) % 256, (r // 1792) % 256)
            ),
            server_port,
            if(protocol = 6, 'tcp', 'udp'),
            if(s % 3 = 0 or protocol = 17, '-', 'ssl'),
            if(probe, '-', printf('%.6f', (r % 100000) / 1000.0)),
            if(probe, '-', cast(r % 5000 + 200 as varchar)),
            if(probe, '-', cast(s % 90000 + 300 as varchar)),
            if(probe, 'S0', 'SF'),
            'T', 'F', '0',
            if(protocol = 6, 'ShADadFf', if(probe, 'D', 'Dd')),
            6 + r % 40,
            r % 5000 + 200 + (6 + r % 40) * 60,
            if(probe, 0, 6 + s % 80),
            if(probe, 0, s % 90000 + 300 + (6 + s % 80) * 60),
            '-',
            protocol
        ) as line,
    from told
)
select if(h3 % 1000 = 0, left(line, 60), line) as line
from written
order by i
