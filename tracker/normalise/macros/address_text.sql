-- title: the canonical text (RFC 5952) of an address whose key is known
create or replace macro address_text(key) as case
    when starts_with(key, '00000000000000000000ffff') then ipv4_text(key)
    when key is not null
        -- the lambda names what without_run reads many times over
        then list_transform([ipv6_long(key)], lambda long_text: without_run(long_text))[1]
end
