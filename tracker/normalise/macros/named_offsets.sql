-- title: the offsets that the abbreviation behind a time, or before its year, stands for; else null
create or replace macro named_offsets(written) as case
    when regexp_matches(written, ' [A-Z]{2,5}(?: +[0-9]{4}|[: ]*)$')
        then zone_offsets(regexp_extract(written, ' ([A-Z]{2,5})(?: +[0-9]{4}|[: ]*)$', 1))
end
