-- rows: one value of a JSON document, with the key of its object that it stands under
-- kept: many
--
-- Of a list's elements that is the list's key, and the object is that which holds the list. The
-- document is opened a level at a time: json_tree takes longer for each element of a long list.
with recursive node as (
    select
        json($text) as value,
        json_type(json($text)) as type,
        cast(null as varchar) as key,
        '' as object,
        '$' as place,
        cast([] as bigint[]) as path,
    union all
    select
        child.value,
        json_type(child.value),
        if(child.is_list, child.key, child.name),
        if(child.is_list, child.object, child.place),
        child.place || if(child.is_list, '[' || (child.number - 1) || ']', '.' || child.name),
        list_append(child.path, child.number),
    from (
        select
            unnest(inside) as value,
            unnest(names) as name,
            unnest(range(1, 1 + len(inside))) as number,
            is_list,
            key,
            object,
            place,
            path,
        from (
            select
                type = 'ARRAY' as is_list,
                if(
                    type = 'ARRAY', json_extract(value, '$[*]'), json_extract(value, '$.*')
                ) as inside,
                if(type = 'OBJECT', json_keys(value), null) as names,
                key,
                object,
                place,
                path,
            from node
            where type in ('ARRAY', 'OBJECT')
        ) as opened
    ) as child
)
select
    type,
    if(type = 'VARCHAR', value ->> '$', cast(value as varchar)) as text,
    key,
    object,
    place,
    path,
from node
where type not in ('OBJECT', 'ARRAY', 'NULL')
