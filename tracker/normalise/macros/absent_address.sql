-- title: what to say where no address stood: the placeholder itself, or (name) for a name
create or replace macro absent_address(address, key) as case
    when key is not null or address is null or address = '' then null
    when address in (
        '-', 'N/A', '(none)', '(null)', 'UNDEF', '(empty)', 'unknown', '0.0.0.0', '::'
    ) then address
    else '(name)'
end
