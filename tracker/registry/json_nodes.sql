-- rows: one value of a JSON document, with the key of its object that it stands under
--
-- Of a list's elements that is the list's key, and the object is that which holds the list.
with told as (
    select id, parent, key, type, atom, fullkey
    from json_tree($text)
)
select
    told.id,
    told.type,
    if(told.type = 'VARCHAR', told.atom ->> '$', cast(told.atom as varchar)) as text,
    if(holder.type = 'ARRAY', holder.key, told.key) as key,
    if(holder.type = 'ARRAY', holder.parent, told.parent) as object,
    told.fullkey as place,
from told
left join told as holder on told.parent = holder.id
where told.type not in ('OBJECT', 'ARRAY', 'NULL')
