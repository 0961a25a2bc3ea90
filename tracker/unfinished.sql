-- title: the sources that were begun and are neither done nor forgotten
select source
from source
group by source
having arg_max(state, recorded_at) = 'begun'
order by source
