-- title: the gateways that tell of connections, numbered: numbers are sorted three times as fast
select gateway, row_number() over (order by gateway) as teller
from (select distinct gateway from bucket where kind = 'connections')
