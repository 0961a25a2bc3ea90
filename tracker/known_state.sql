-- title: each file that is in the lake as it was when it came in, with all that was before
--
-- What was read again whole holds all that it took the place of: a copy of that is known still, and
-- what grew from it has grown from `source`, which has its rows now. `sha256` is the content's own,
-- `is_own` says whether the source was read from just that; those come last.
with recursive
held as (
    select source as holder, source, grown_from, coalesce(lines_before, 0) = 0 as is_whole
    from last_state
    where state = 'done'
    union
    select held.holder, before.source, before.grown_from, true
    from held
    inner join last_state as before
        on held.is_whole and held.grown_from = before.source and before.state = 'forgotten'
)
select
    last_state.gateway,
    held.holder as source,
    last_state.sha256,
    last_state.bytes,
    coalesce(last_state.lines_before, 0) + last_state.lines as lines,
    last_state.header,
    last_state.head_sha256 as head,
    held.holder = held.source as is_own,
from held
inner join last_state on held.source = last_state.source
order by is_own, held.source, held.holder
