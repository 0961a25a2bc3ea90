-- rows: one row of the register's file with what its texts mean; a text without meaning is null
select
    said.line,
    said.registration_id,
    said.registrant_id,
    said.category,
    said.binding_kind,
    said.binding_value as said_value,
    coalesce(if($one_spelling, numbered.number, null), said.binding_value) as binding_value,
    numbered.fault as number_fault,
    numbered.todo as number_todo,
    bound.prefix as binding_prefix,
    bound.first_key as binding_first_key,
    bound.last_key as binding_last_key,
    bound.fault as binding_fault,
    bound.todo as binding_todo,
    said.remote_kind,
    said.remote_value,
    remote.prefix as remote_prefix,
    remote.first_key as remote_first_key,
    remote.last_key as remote_last_key,
    remote.fault as remote_fault,
    remote.todo as remote_todo,
    coalesce(numbers.number, lower(said.protocol)) as protocol,
    said.port,
    try_cast(split_part(said.port, '-', 1) as integer) as port_first,
    try_cast(split_part(said.port, '-', -1) as integer) as port_last,
    said.valid_from as said_from,
    said.valid_to as said_to,
    opening.opens as valid_from,
    closing.closes as valid_to,
    opening.fault as from_fault,
    closing.fault as to_fault,
    opening.todo as from_todo,
    closing.todo as to_todo,
    said.status,
    coalesce(try_cast(said.grace_days as integer), 0) as grace_days,
    said.authority_ref,
    said.moved_from,
from sheet_rows as said
left join sheet_prefixes as bound
    on bound.text = said.binding_value and said.binding_kind = 'cidr'
left join sheet_prefixes as remote
    on remote.text = said.remote_value and said.remote_kind = 'cidr'
left join sheet_numbers as numbered
    on numbered.text = said.binding_value and said.binding_kind = 'msisdn'
left join protocol_numbers as numbers on numbers.name = lower(said.protocol)
left join sheet_moments as opening on opening.text = said.valid_from
left join sheet_moments as closing on closing.text = said.valid_to
