-- title: the eight hexadecimal digits of a text for which is_ipv4 holds
create or replace temp macro ipv4_digits(address) as lower(substr(
    to_hex(
        4294967296 + cast(
            list_dot_product(
                cast(string_split(address, '.') as double[]), [16777216.0, 65536.0, 256.0, 1.0]
            ) as bigint
        )
    ),
    2
))
