-- title: the sources whose rows are not visible, and in which words they were read
select
    source, state, format, spec_digest as specs, zone, coalesce(lines_before, 0) as lines_before,
    tool_version,
from source
where state <> 'done'
qualify row_number() over (partition by source order by recorded_at desc, state desc) = 1
    and source not in (from visible_source)
