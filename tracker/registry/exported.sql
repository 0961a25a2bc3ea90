-- rows: the open terms of `known_terms` as the rows of a register's file
--
-- Every time has its offset: a day of a zone whose clocks go back at midnight has two beginnings.
select
    registration_id,
    registrant_id,
    category,
    binding_kind,
    if(binding_kind = 'cidr', '', 'pseudonym:') || binding_value as binding_value,
    remote_kind,
    remote_value,
    protocol,
    port,
    clock_text(valid_from, $zone) as valid_from,
    clock_text(valid_to, $zone) as valid_to,
    status,
    grace_days,
    authority_ref,
    moved_from,
from known_terms
where state = 'open'
order by registration_id
