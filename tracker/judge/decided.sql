-- title: what the register says of each session: the best answer of the terms that bind it
-- kept: no
--
-- A session that a term covers at any time is covered by it, which is the mildest reading. Of
-- equal answers what is known now goes before what stood, then the latest valid_from decides, then
-- the smallest id, then what it said last.
with
ranked as (
    select
        *,
        row_number() over (
            partition by session
            order by rank, case basis when 'now' then 1 when 'then' then 2 else 3 end,
                valid_from_us desc, registration_id, reason, from_us desc, category
        ) as place,
    from answered
)
select session, registration_id, category, answer, reason
from ranked
where place = 1
