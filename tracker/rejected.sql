-- title: how many sources are chosen, and how many of their records were rejected
with
chosen as (
    select distinct source
    from source
    join visible_source using (source)
    where $source is null or starts_with(source, $source) or path = $source
)
select
    (select count(*) from chosen) as sources,
    (select count(*) from reject join chosen using (source)) as rejected
