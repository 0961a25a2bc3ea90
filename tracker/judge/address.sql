-- title: the addresses of each pair as canonical text (RFC 5952), from their keys
with
known as (
    select pair, 'subject' as side, subject_key as address_key from pair
    union all
    select pair, 'remote', remote_key from pair where left(remote_key, 8) <> 'gateway '
    union all
    select pair, 'inner', inner_key from pair where inner_key <> ''
),
-- An address of four bytes under ::ffff:0:0/96 is IPv4.
old as (
    select pair, side, address_key, substr(address_key, 25, 8) as digits
    from known
    where left(address_key, 24) = '00000000000000000000ffff'
),
numbers as (
    select
        pair, side, address_key,
        instr('123456789abcdef', substr(digits, 1, 1)) * 16
        + instr('123456789abcdef', substr(digits, 2, 1)) as one,
        instr('123456789abcdef', substr(digits, 3, 1)) * 16
        + instr('123456789abcdef', substr(digits, 4, 1)) as two,
        instr('123456789abcdef', substr(digits, 5, 1)) * 16
        + instr('123456789abcdef', substr(digits, 6, 1)) as three,
        instr('123456789abcdef', substr(digits, 7, 1)) * 16
        + instr('123456789abcdef', substr(digits, 8, 1)) as four,
    from old
),
-- Groups without leading zeros, each between colons.
long as (
    select
        pair, side, address_key,
        ':'
        || coalesce(nullif(ltrim(substr(address_key, 1, 4), '0'), ''), '0') || ':'
        || coalesce(nullif(ltrim(substr(address_key, 5, 4), '0'), ''), '0') || ':'
        || coalesce(nullif(ltrim(substr(address_key, 9, 4), '0'), ''), '0') || ':'
        || coalesce(nullif(ltrim(substr(address_key, 13, 4), '0'), ''), '0') || ':'
        || coalesce(nullif(ltrim(substr(address_key, 17, 4), '0'), ''), '0') || ':'
        || coalesce(nullif(ltrim(substr(address_key, 21, 4), '0'), ''), '0') || ':'
        || coalesce(nullif(ltrim(substr(address_key, 25, 4), '0'), ''), '0') || ':'
        || coalesce(nullif(ltrim(substr(address_key, 29, 4), '0'), ''), '0') || ':'
        as groups,
    from known
    where left(address_key, 24) <> '00000000000000000000ffff'
),
-- The longest run of two or more groups of zero, the first where two are as long.
measured as (
    select
        *,
        case
            when instr(groups, ':0:0:0:0:0:0:0:0:') > 0 then ':0:0:0:0:0:0:0:0:'
            when instr(groups, ':0:0:0:0:0:0:0:') > 0 then ':0:0:0:0:0:0:0:'
            when instr(groups, ':0:0:0:0:0:0:') > 0 then ':0:0:0:0:0:0:'
            when instr(groups, ':0:0:0:0:0:') > 0 then ':0:0:0:0:0:'
            when instr(groups, ':0:0:0:0:') > 0 then ':0:0:0:0:'
            when instr(groups, ':0:0:0:') > 0 then ':0:0:0:'
            when instr(groups, ':0:0:') > 0 then ':0:0:'
            else ''
        end as zeros,
    from long
)
select
    pair, side, address_key,
    cast(one as varchar) || '.' || cast(two as varchar) || '.' || cast(three as varchar) || '.'
    || cast(four as varchar) as ip,
from numbers
union all
select
    pair, side, address_key,
    case when zeros = '' then substr(groups, 2, length(groups) - 2)
        else substr(groups, 2, greatest(instr(groups, zeros) - 2, 0)) || '::'
        || substr(
            groups,
            instr(groups, zeros) + length(zeros),
            greatest(length(groups) - instr(groups, zeros) - length(zeros), 0)
        )
    end,
from measured
