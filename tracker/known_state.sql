-- title: each file that is in the lake as it was when it came in, with all that was before
select
    gateway, source, sha256, bytes, coalesce(lines_before, 0) + lines as lines, header,
    head_sha256 as head,
from source
where state = 'done' and source in (from visible_source)
qualify row_number() over (partition by source order by recorded_at desc) = 1
