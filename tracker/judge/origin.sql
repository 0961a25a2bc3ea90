-- title: the candidates' sources, numbered in their order, so that no step need carry their digests
select source, row_number() over (order by source) as origin
from (select distinct source from candidate) as told
