-- rows: the prefixes of `narrow` and those of `wide` that they touch
--
-- Two prefixes touch where one holds the other's first address. It is looked for under its first
-- digits, as many as each prefix has: a range alone would compare all with all.
with widths as (
    select distinct digits from wide
    union
    select distinct digits from narrow
),
probes as (
    select narrow.prefix, narrow.first_key, widths.digits as taken
    from narrow
    cross join widths
),
wide_probes as (
    select wide.prefix, wide.first_key, widths.digits as taken
    from wide
    cross join widths
)
select probes.prefix as narrow, wide.prefix as wide
from probes
inner join wide
    on probes.taken = wide.digits
    and left(probes.first_key, probes.taken) = left(wide.first_key, wide.digits)
    and probes.first_key between wide.first_key and wide.last_key
union
select narrow.prefix, wide_probes.prefix
from wide_probes
inner join narrow
    on wide_probes.taken = narrow.digits
    and left(wide_probes.first_key, wide_probes.taken) = left(narrow.first_key, narrow.digits)
    and wide_probes.first_key between narrow.first_key and narrow.last_key
