-- title: the eight groups of a key, each behind a colon and without leading zeros
create or replace macro ipv6_long(key) as concat(
    ':', bare_group(substr(key, 1, 4)), ':', bare_group(substr(key, 5, 4)),
    ':', bare_group(substr(key, 9, 4)), ':', bare_group(substr(key, 13, 4)),
    ':', bare_group(substr(key, 17, 4)), ':', bare_group(substr(key, 21, 4)),
    ':', bare_group(substr(key, 25, 4)), ':', bare_group(substr(key, 29, 4))
)
