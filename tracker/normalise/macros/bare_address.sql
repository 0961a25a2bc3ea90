-- title: an address without what stands around it: blanks, brackets, a zone, padding
--
-- [2001:db8::1] and fe80::1%eth0 lose brackets and zone. 192.000.002.001 is padded to three digits
-- throughout, as some tools print it, and is read as decimal; 010.1.2.3 might be octal and is
-- left, so that it is no address.
create or replace macro bare_address(address) as case
    when regexp_full_match(trim(address), '[0-9]{3}(?:\.[0-9]{3}){3}')
        then regexp_replace(trim(address), '(^|\.)0{1,2}([0-9])', '\1\2', 'g')
    else split_part(trim(trim(lower(address)), '[]'), '%', 1)
end
