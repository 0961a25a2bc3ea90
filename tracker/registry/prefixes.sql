-- rows: one text with its canonical prefix and keys, or else its fault and what to do about it
--
-- `written_prefixes` holds of each text the canonical address `ip`, its key, and the length. The
-- keys of IPv4 lie within those of IPv6, behind ::ffff:0:0/96 (RFC 4291, 2.5.5.2).
with
sized as (
    select
        *,
        length + if(contains(address, ':'), 0, 96) as bits,
    from written_prefixes
),
placed as (
    select
        *,
        key is not null and bits <= 128 as is_prefix,
        bits // 4 as whole, -- digits that the prefix settles
        bits % 4 as beyond, -- bits of the next digit that it settles as well
        strpos('0123456789abcdef', substr(key, bits // 4 + 1, 1)) - 1 as digit,
    from sized
),
ended as (
    select
        *,
        left(key, whole)
            || if(beyond = 0, '', to_hex((digit >> (4 - beyond)) << (4 - beyond))) as first_digits,
        left(key, whole)
            || if(beyond = 0, '', to_hex(digit | (15 >> beyond))) as last_digits,
    from placed
),
keyed as (
    select
        *,
        rpad(lower(first_digits), 32, '0') as first_key,
        rpad(lower(last_digits), 32, 'f') as last_key,
        starts_with(key, '00000000000000000000ffff') and bits >= 96 as is_four,
    from ended
),
checked as (
    select
        *,
        case
            when not is_prefix then 'is no address or prefix'
            when key <> first_key then 'has host bits set'
            when bits < 96 and first_key <= '00000000000000000000ffff00000000'
                and last_key >= '00000000000000000000ffffffffffff'
                then 'spans all of IPv4 too'
        end as fault,
        if(is_four, bits - 96, bits) as canonical_length,
    from keyed
)
select
    text,
    if(fault is null, ip || '/' || canonical_length, null) as prefix,
    if(fault is null, first_key, null) as first_key,
    if(fault is null, last_key, null) as last_key,
    fault,
    case
        when fault is null then null
        when fault = 'has host bits set'
            then 'write ' || address_text(first_key) || '/' || canonical_length
                || ', if that is meant'
        when fault = 'spans all of IPv4 too' then 'write 0.0.0.0/0 or a narrower prefix'
        else ''
    end as todo,
from checked
order by text
