-- title: the sources that were done or forgotten since the last nightly run looked
--
-- `looked_at` is what it saw of `source`. When a state was recorded does not tell: it may have been
-- committed later, when that run had looked already.
select source, state, first_at, last_at
from last_state
where state in ('done', 'forgotten')
    and not exists (
        select * from looked_at
        where looked_at.source = last_state.source and looked_at.state = last_state.state
    )
order by source
