-- title: the sources whose latest state is done; rows of others are not shown
select source
from last_state
where state = 'done'
