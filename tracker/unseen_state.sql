-- title: the sources whose rows are not visible, and in which words they were read
select
    source, state, format, spec_digest as specs, zone, coalesce(lines_before, 0) as lines_before,
    tool_version,
from last_state
where state <> 'done'
