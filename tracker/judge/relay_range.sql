-- title: where Cloudflare's WARP listens: 162.159.192.0/22, 2606:4700:d0::/48 and :d1::/48
select *
from (
    values
        ('00000000000000000000ffffa29fc000', '00000000000000000000ffffa29fc3ff'),
        ('2606470000d000000000000000000000', '2606470000d1ffffffffffffffffffff')
) as known(first_key, last_key)
