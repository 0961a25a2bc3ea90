-- rows: terms that have the id of an earlier row and say something else
with twins as (
    select registration_id
    from terms
    group by registration_id
    having count(*) > 1
),
said as (
    select
        line,
        registration_id,
        row(
            registrant_id, category, binding_kind, coalesce(binding_prefix, binding_value),
            remote_kind, coalesce(remote_prefix, remote_value), protocol, port, valid_from,
            valid_to, status, grace_days, authority_ref, moved_from
        ) as content,
    from terms
    where registration_id in (from twins)
),
paired as (
    select
        line,
        registration_id,
        content,
        first_value(line) over earlier as first_line,
        first_value(content) over earlier as first_content,
    from said
    window earlier as (partition by registration_id order by line)
)
select
    line,
    'registration_id ''' || left(registration_id, 80) || ''' stands in line ' || first_line
        || ' with other values' as found,
    'one row for each registration_id' as expected,
    'remove one, or give it an id of its own' as todo,
from paired
where content is distinct from first_content
order by line
