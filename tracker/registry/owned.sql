-- rows: whose each term is, those of the register and those looked at
select registration_id, registrant_id from known_terms
union
select registration_id, registrant_id from looked
