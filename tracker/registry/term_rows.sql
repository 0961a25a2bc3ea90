-- rows: one term, with the columns of `registration` that a file decides
select
    terms.registration_id,
    terms.registrant_id,
    terms.category,
    terms.binding_kind,
    coalesce(
        terms.binding_prefix,
        nullif(regexp_extract(terms.binding_value, '^pseudonym:([0-9a-f]{32})$', 1), ''),
        shown_values.pseudonym
    ) as binding_value,
    terms.binding_first_key,
    terms.binding_last_key,
    terms.remote_kind,
    case terms.remote_kind
        when 'cidr' then terms.remote_prefix
        when 'host' then rtrim(lower(terms.remote_value), '.')
        else terms.remote_value
    end as remote_value,
    terms.remote_first_key,
    terms.remote_last_key,
    terms.protocol,
    if(
        terms.port_first = terms.port_last,
        cast(terms.port_first as varchar),
        terms.port_first || '-' || terms.port_last
    ) as port,
    terms.valid_from,
    terms.valid_to,
    terms.status,
    terms.grace_days,
    terms.authority_ref,
    terms.moved_from,
from terms
left join shown_values
    on shown_values.name = terms.binding_value and shown_values.kind = terms.binding_kind
qualify row_number() over (partition by terms.registration_id order by terms.line) = 1
order by terms.registration_id
