-- rows: the version of this list that the rows to add would repeat, and whether they are the same
--
-- A version that was named is looked for by its name; without a name it is the list's last version
-- that may have the same networks. A date counts only where one was said.
with known as (
    select distinct version, as_of, recorded_at
    from endpoint
    where list = $list
),
last_known as (
    select *
    from known
    order by recorded_at desc, version desc
    limit 1
),
meant as (
    select *, $said as comparable from known where version = $version
    union
    select *, true from last_known where not $said
),
stored as (
    select version, cidr, category, provider, host, confidence, first_seen, last_seen
    from endpoint
    where list = $list and version in (select version from meant)
),
wanted as (
    select
        meant.version, added.cidr, added.category, added.provider, added.host, added.confidence,
        added.first_seen, added.last_seen,
    from meant
    cross join list_to_add as added
),
other as (
    (select * from stored except select * from wanted)
    union
    (select * from wanted except select * from stored)
),
judged as (
    select
        meant.version,
        bool_or(meant.comparable)
            and meant.version not in (select version from other)
            and (not $dated or meant.as_of is not distinct from max(added.as_of)) as same,
    from meant
    cross join list_to_add as added
    group by meant.version, meant.as_of
)
select version, same
from judged
where same or version = $version
order by same desc, version
limit 1
