-- The files that a session's records stand in, each as it was last.
select
    source, path, sha256, format, zone, bytes, coalesce(lines_before, 0) + lines as lines,
    head_sha256,
from last_state
semi join (select unnest(sources, recursive := true) from one) using (source)
