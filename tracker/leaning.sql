-- title: the chosen sources and those that cannot stay without them, as they were last
--
-- What has grown from a source holds the rest of a file alone. So does what had grown from one that
-- was read again since: its beginning lies in the whole that took that one's place. Of what is
-- forgotten already only the chosen ones are told.
with recursive
stood as (
    select
        source, grown_from,
        state = 'forgotten' as is_gone,
        state = 'forgotten' or coalesce(lines_before, 0) = 0 as is_whole,
        list_contains(cast($chosen as varchar[]), source) as is_chosen,
    from last_state
),
leaning as (
    select stood.* from stood where is_chosen and not is_gone
    union
    select other.*
    from leaning
    inner join stood as other
        on other.grown_from = leaning.source and not other.is_gone
        or other.source = leaning.grown_from and other.is_gone and leaning.is_whole
),
wanted as (
    select source from leaning where not is_gone
    union
    select source from stood where is_chosen
)
select last_state.*
from last_state
where source in (from wanted)
order by source
