-- rows: the networks of a plain list: of each line the first field, no more of it is read
--
-- Comments begin with #, ; or //, and a # ends a field too. A comma, semicolon, tab or blank parts
-- fields, as in RFC 8805 and in what relays publish.
with fields as (
    select line, regexp_extract(trim(text), '^"?([^\s,;#"]*)', 1) as field, trim(text) as text
    from plain_lines
)
select
    line,
    '' as place,
    if(field = '', text, field) as cidr,
    $category as category,
    $provider as provider,
    $confidence as confidence,
    cast(null as varchar) as host,
    cast(null as varchar) as first_seen,
    cast(null as varchar) as last_seen,
from fields
where text <> '' and not regexp_matches(text, '^(#|;|//)')
order by line
