-- title: when the last nightly run began, and the version of `source` that it read
select
    began_at,
    list_filter(inputs, lambda one: one.name = 'source')[1].count as version,
from run
where command = 'nightly' and outcome <> 'failed'
order by began_at desc, run_id desc
limit 1
