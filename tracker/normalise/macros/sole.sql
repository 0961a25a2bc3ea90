-- title: a member of a JSON object as text; of a list its first member
create or replace macro sole(written) as if(
    starts_with(written, '['),
    coalesce(try(json_extract_string(written, '$[0]')), written),
    written
)
