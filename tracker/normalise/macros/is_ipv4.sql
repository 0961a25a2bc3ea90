-- title: whether a text is an IPv4 address without leading zeros (RFC 6943, 3.1.1)
create or replace macro is_ipv4(address) as regexp_full_match(
    address,
    '(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\.){3}'
    || '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
)
