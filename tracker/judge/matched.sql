-- title: the list entries in which each session's remote lies; sessions without any have no row
select
    scored.session,
    list_sort(
        list(
            distinct {
                'list': placed.list_name,
                'version': placed.version,
                'cidr': placed.cidr,
                'category': placed.category,
                'provider': placed.provider,
                'host': placed.host
            }
        )
    ) as matches,
from scored
join placed on scored.judged = placed.judged and scored.remote_key = placed.address_key
group by scored.session
