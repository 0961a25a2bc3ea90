-- title: the 32 digits of a text that may be an IPv6 address, null where it is none
create or replace macro checked_digits(address) as case
    when contains(address, ':')
        and not regexp_matches(address, '[0-9a-f]{5}|[^0-9a-f:]|:::|::.*::|^:[^:]|[^:]:$')
        and length(ipv6_digits(address)) = 32
        and (
            not contains(address, '::') or colons(address) <= 7
            or starts_with(address, '::') or ends_with(address, '::')
        )
        then ipv6_digits(address)
end
