-- title: the abbreviation behind a time, or before its year, if zones are known by it; else null
create or replace macro zone_name(written) as case
    when regexp_matches(written, ' [A-Z]{2,5}(?: +[0-9]{4}|[: ]*)$')
        then case
            when zone_offsets(
                regexp_extract(written, ' ([A-Z]{2,5})(?: +[0-9]{4}|[: ]*)$', 1)
            ) is not null
                then regexp_extract(written, ' ([A-Z]{2,5})(?: +[0-9]{4}|[: ]*)$', 1)
        end
end
