-- rows: bindings written as pseudonyms that the lake's register has none of
select
    line,
    'binding_value ''' || left(binding_value, 80) || ''' is no pseudonym that this register has of'
        || ' the kind ' || binding_kind as found,
    'what `tracker registry export` wrote' as expected,
    'write the ' || binding_kind || ' itself' as todo,
from terms
anti join bound_names
    on bound_names.kind = terms.binding_kind
    and 'pseudonym:' || bound_names.pseudonym = terms.binding_value
where binding_kind <> 'cidr' and starts_with(binding_value, 'pseudonym:')
order by line
