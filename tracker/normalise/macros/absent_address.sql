-- title: what to say where no address stood: the placeholder itself, or (name) for a name
--
-- An address that is a placeholder is told as a stroke: as itself it would be an address again.
create or replace macro absent_address(address, key) as case
    when key is not null or address is null or address = '' then null
    when address in ('0.0.0.0', '::') then '-'
    when address in ('-', 'N/A', '(none)', '(null)', 'UNDEF', '(empty)', 'unknown') then address
    else '(name)'
end
