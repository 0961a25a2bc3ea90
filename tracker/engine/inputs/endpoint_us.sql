-- title: list entries with their times in microseconds since 1970
--
-- `digits` is how many leading hexadecimal digits all addresses of the network share.
with
measured as (
    select
        *,
        case when instr(cidr, '/') = 0 then 128
            when instr(cidr, ':') > 0 then cast(split_part(cidr, '/', 2) as integer)
            else cast(split_part(cidr, '/', 2) as integer) + 96
        end as bits,
    from endpoint
)
select
    list as list_name,
    version,
    cidr,
    first_key,
    last_key,
    (bits - bits % 4) // 4 as digits,
    category,
    lower(provider) as provider,
    lower(host) as host,
    confidence,
    epoch_us(first_seen) as first_seen_us,
    epoch_us(last_seen) as last_seen_us,
    epoch_us(as_of) as as_of_us,
    epoch_us(recorded_at) as recorded_us,
from measured
