-- title: the number that a pattern's group holds; nought where it is not there
create or replace macro counted_before(written, pattern) as
    coalesce(try_cast(regexp_extract(written, pattern, 1) as double), 0)
