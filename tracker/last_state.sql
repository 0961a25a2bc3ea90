-- title: each source as it was last, the row of its latest state
select *
from source
qualify row_number() over (partition by source order by recorded_at desc, state desc) = 1
