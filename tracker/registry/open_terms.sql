-- rows: the terms of `known_terms` that the register still has
select *
from known_terms
where state = 'open'
