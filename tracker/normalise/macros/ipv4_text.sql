-- title: the IPv4 address of a key that begins with ::ffff:
create or replace macro ipv4_text(key) as concat_ws(
    '.',
    cast('0x' || substr(key, 25, 2) as integer), cast('0x' || substr(key, 27, 2) as integer),
    cast('0x' || substr(key, 29, 2) as integer), cast('0x' || substr(key, 31, 2) as integer)
)
