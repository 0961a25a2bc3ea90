-- title: a member of a JSON object as text; of a list its first member
--
-- What begins with a bracket lies between it and the next sign: starts_with takes longer to tell.
create or replace macro sole(written) as if(
    written >= '[' and written < '\',
    coalesce(try(json_extract_string(written, '$[0]')), written),
    written
)
