-- title: an address as 32 lower-case hexadecimal digits, IPv4 as ::ffff:, null where it is none
--
-- `spelt` is the address as bare_address and ipv6_groups leave it.
create or replace macro address_key(spelt) as case
    when is_ipv4(spelt) then '00000000000000000000' || ipv4_digits(spelt)
    else checked_digits(spelt)
end
