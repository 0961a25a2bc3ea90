-- rows: all that was found, in an order without ties
select distinct kind, registration_id, registrant_id, other, told, todo
from found
order by kind, registration_id, other, told
