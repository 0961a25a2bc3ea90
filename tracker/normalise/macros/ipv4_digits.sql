-- title: the last twelve digits of the key of a text for which is_ipv4 holds: ffff and its eight
create or replace macro ipv4_digits(address) as lower(
    to_hex(
        281470681743360 + cast(
            list_dot_product(
                cast(string_split(address, '.') as double[]), [16777216.0, 65536.0, 256.0, 1.0]
            ) as bigint
        )
    )
)
