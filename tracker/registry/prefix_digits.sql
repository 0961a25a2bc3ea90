-- title: the hexadecimal digits of a key that a prefix decides whole
create or replace temp macro prefix_digits(prefix) as
    (
        cast(split_part(prefix, '/', 2) as integer)
        + if(contains(prefix, ':'), 0, 96)
    ) // 4
