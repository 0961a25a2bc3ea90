-- title: as what a source was last begun; nothing is begun otherwise over rows that are there
select format, zone
from source
where source = $source and state = 'begun'
order by recorded_at desc
limit 1
