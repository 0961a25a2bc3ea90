-- title: a time without UTC or GMT behind it, where it has one of them; else null
create or replace macro in_utc(written) as if(
    regexp_matches(written, ' (UTC|GMT):?$'),
    regexp_replace(written, ' +(UTC|GMT):?$', ''),
    null
)
