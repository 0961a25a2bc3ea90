-- title: the length of a prefix written as address/length, null where it is a single address
create or replace macro prefix_length(written) as if(
    contains(written, '/') and prefix_address(written) is not null,
    cast(split_part(written, '/', 2) as integer),
    null
)
