-- rows: the texts of `said_networks` that mean an address or a time
select cidr, first_seen, last_seen
from said_networks
