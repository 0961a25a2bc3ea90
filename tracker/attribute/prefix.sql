-- title: the prefixes that logins tell of, each once: whole hexadecimal digits, and the bits behind
--
-- One of noughts alone would hold all of IPv4, whose keys begin with as many.
with
delegated as (
    select distinct
        ip_key,
        prefix_length,
        prefix_length + case
            when left(ip_key, 24) = '00000000000000000000ffff' and prefix_length <= 32 then 96
                else 0
        end as bits,
    from tenure
    where event_date between $login_date and $last_date and prefix_length is not null
),
cut as (
    select
        ip_key, prefix_length, bits,
        (bits - bits % 4) // 4 as digits,
        left(ip_key, (bits - bits % 4) // 4) as stem,
        case bits % 4 when 0 then 16 when 1 then 8 when 2 then 4 else 2 end as width,
        (instr('0123456789abcdef', substr(ip_key || '0', (bits - bits % 4) // 4 + 1, 1)) - 1)
        // case bits % 4 when 0 then 16 when 1 then 8 when 2 then 4 else 2 end as edge,
    from delegated
)
select *
from cut
where ltrim(stem, '0') <> '' or edge > 0
