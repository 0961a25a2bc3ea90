-- title: 4 or 6 for an address in its canonical text, as nearly all are; 0 for anything else
--
-- An IPv6 text with one double colon, no group that begins with a nought and at most six colons is
-- canonical (RFC 5952): what the double colon stands for is then the only run of zero groups. One
-- that begins with ::ffff: may be an IPv4 address, whose canonical text is another.
create or replace temp macro address_kind(address) as case
    when is_ipv4(address) then 4
    when contains(address, '::')
        and not regexp_matches(address, '(^|:)0|[0-9a-f]{5}|[^0-9a-f:]|:::|::.*::|^:[^:]|[^:]:$')
        and colons(address) <= 6
        and not starts_with(address, '::ffff:')
        then 6
    else 0
end
