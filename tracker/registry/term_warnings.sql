-- rows: what is no fault of a register, and still worth a look
select 'line ' || line || ' repeats an earlier row and is left out' as warning, line
from terms
qualify row_number() over (partition by registration_id order by line) > 1
union all
select
    'line ' || line || ': ' || binding_prefix || ' registers whoever holds an address in it',
    line,
from terms
where
    try_cast(split_part(binding_prefix, '/', 2) as integer)
        < if(contains(binding_prefix, ':'), $widest6, $widest4)
order by line, warning
