-- title: the raw logs that the flagged sessions rest on
with
named as (
    select distinct unnest(list_transform(sources, lambda one: one.source)) as source
    from accused
)
select source, last_state.path, last_state.sha256, last_state.format, last_state.zone
from named
left join last_state using (source)
order by source
