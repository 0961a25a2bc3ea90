-- rows: when the last login record was written
select max("at") as last_at
from login
