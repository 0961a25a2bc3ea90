-- title: the digits of an IPv6 text, four a group; 32 for an address (RFC 4291, 2.2)
--
-- A double colon becomes as many zero groups as are missing; at either end of the text it leaves
-- an empty group, which is a zero group too.
create or replace macro ipv6_digits(address) as array_to_string(
    list_transform(
        string_split(
            replace(
                address,
                '::',
                ':' || repeat('0:', greatest(0, 8 - colons(address)))
            ),
            ':'
        ),
        lambda digits: lpad(digits, 4, '0')
    ),
    ''
)
