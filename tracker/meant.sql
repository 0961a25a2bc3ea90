-- title: the sources that each name means: a file's path, or the beginning of a source's id
select
    wanted.name,
    last_state.source,
    last_state.state <> 'forgotten' as is_there,
    coalesce(last_state.path = wanted.name, false) as is_path,
from (select unnest(cast($names as varchar[])) as name) as wanted
inner join last_state
    on last_state.path = wanted.name
    or wanted.name <> '' and starts_with(last_state.source, wanted.name)
order by wanted.name, last_state.source
