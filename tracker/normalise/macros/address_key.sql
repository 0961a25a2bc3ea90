-- title: an address as 32 lower-case hexadecimal digits, IPv4 as ::ffff:, null where it is none
--
-- `spelt` is the address as bare_address and ipv6_groups leave it, wanted where `kind` is 0.
create or replace temp macro address_key(address, kind, spelt) as case
    when kind = 4 then '00000000000000000000' || ipv4_digits(address)
    when kind = 6 then ipv6_digits(address)
    when spelt is null then null
    when is_ipv4(spelt) then '00000000000000000000' || ipv4_digits(spelt)
    else checked_digits(spelt)
end
