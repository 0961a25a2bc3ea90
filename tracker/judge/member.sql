-- title: each record with the session it belongs to, and how many records that has
-- last reader of: parted
--
-- `session` numbers the sessions of a judgement; what others may rely on is session_id.
with
numbered as (
    select
        pair, chain_us, part,
        count(*) as records,
        row_number() over (order by pair, chain_us, part) as session,
    from parted
    group by pair, chain_us, part
)
select parted.* exclude (chain_us, part), numbered.session, numbered.records
from parted
join numbered
    on parted.pair = numbered.pair
    and parted.chain_us = numbered.chain_us
    and parted.part = numbered.part
