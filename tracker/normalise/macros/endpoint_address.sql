-- title: the address of an endpoint: what stands before the port in a.b.c.d:port and [v6]:port
--
-- A bare IPv6 address has colons of its own and no port.
create or replace macro endpoint_address(written) as case
    when regexp_full_match(trim(written), '[^:\[\]]*:[0-9]+') then split_part(trim(written), ':', 1)
    when starts_with(trim(written), '[') then regexp_extract(trim(written), '^\[([^\]]*)\]', 1)
    else written
end
