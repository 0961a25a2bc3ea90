-- rows: the keys of a JSON document under which addresses stand, the most frequent first
-- param most = 8: more names than these tell nobody anything
with addressed as (
    select left(coalesce(key, ''), 40) as key
    from json_nodes
    where
        type = 'VARCHAR'
        and (
            regexp_full_match(text, '([0-9]{1,3}[.]){3}[0-9]{1,3}(/[0-9]+)?')
            or regexp_full_match(text, '[0-9a-fA-F]*(:[0-9a-fA-F]*){2,7}(/[0-9]+)?')
        )
)
select key, count(*) as addresses
from addressed
group by key
order by addresses desc, key
limit $most
