-- title: a time without the UTC or GMT behind it or before its year, if it has one; else null
create or replace macro in_utc(written) as if(
    regexp_matches(written, ' (?:UTC|GMT)(?: +[0-9]{4}|[: ]*)$'),
    regexp_replace(written, ' +(?:UTC|GMT)(?:( +[0-9]{4})|[: ]*)$', '\1'),
    null
)
