-- rows: of each text address and length; no address where the text cannot be a prefix
--
-- What rooms for logs read leniently is strict here: no blanks, brackets or zones, no netmask, and
-- no number that is padded with noughts.
with
parted as (
    select
        text,
        regexp_full_match(text, '[0-9A-Fa-f:.]+(/(0|[1-9][0-9]{0,2}))?') as is_written,
        split_part(text, '/', 1) as address,
        try_cast(split_part(text, '/', 2) as integer) as length,
    from written_prefixes
)
select
    text,
    case
        when is_written and not (
            regexp_full_match(address, '[0-9]{3}([.][0-9]{3}){3}')
            and regexp_matches(address, '(^|[.])0')
        )
        then address
    end as address,
    coalesce(length, if(contains(address, ':'), 128, 32)) as length,
from parted
order by text
