-- title: an IPv6 text whose IPv4 tail, where it has one, is written as two groups (RFC 4291, 2.2)
create or replace macro ipv6_groups(address) as case
    when not contains(address, '.') or not contains(address, ':') then address
    when is_ipv4(regexp_extract(address, '[^:]*$'))
        then regexp_extract(address, '^.*:')
            || substr(ipv4_digits(regexp_extract(address, '[^:]*$')), 5, 4)
            || ':' || substr(ipv4_digits(regexp_extract(address, '[^:]*$')), 9, 4)
end
