-- title: the told prefixes over each address: the leading digits are the same, and the bits behind
with
size as (select distinct digits, width from prefix),
probe as (
    select
        numbered.address,
        size.digits,
        size.width,
        left(numbered.subject_key, size.digits) as stem,
        (instr('0123456789abcdef', substr(numbered.subject_key || '0', size.digits + 1, 1)) - 1)
        // size.width as edge,
    from numbered
    cross join size
)
select probe.address, prefix.ip_key, prefix.prefix_length, prefix.bits, prefix.stem, prefix.edge
from probe
join prefix
    on probe.digits = prefix.digits
    and probe.width = prefix.width
    and probe.stem = prefix.stem
    and probe.edge = prefix.edge
