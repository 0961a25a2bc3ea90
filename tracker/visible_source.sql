-- title: the sources whose latest state is done; rows of others are not shown
create or replace temp view visible_source as
select source
from last_state
where state = 'done'
