-- title: a month, day and time without its year, as a timestamp of the year 2000; else null
--
-- The year 2000 has a 29 February. What zone its abbreviation
-- names, named_offsets.sql tells; AM and PM are none.
create or replace macro in_leap_year(written) as case
    when regexp_full_match(
        written,
        ' *[A-Za-z]{3} +[0-9]{1,2} +[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?: +[A-Z]{2,5}:?)? *'
    ) and not regexp_matches(written, ' [AP]M:? *$')
        then try_strptime(
            '2000 ' || if(
                regexp_matches(written, '[A-Z][: ]*$'),
                regexp_replace(written, ' +[A-Z]{2,5}[: ]*$', ''),
                trim(written)
            ),
            ['%Y %b %d %H:%M:%S', '%Y %b %d %H:%M:%S.%f']
        )
end
