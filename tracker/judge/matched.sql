-- title: the list entries in which each session's remote lies; sessions without any have no row
-- kept: no
--
-- They are sorted by a number of their own: engines disagree where an unknown provider or host
-- stands.
with
told as (
    select distinct
        scored.session, placed.list_name, placed.version, placed.cidr, placed.category,
        placed.provider,
        placed.host,
    from scored
    join placed on scored.judged = placed.judged and scored.remote_key = placed.address_key
),
ranked as (
    select
        *,
        row_number() over (
            partition by session
            order by list_name, version, cidr, category, coalesce(provider, ''),
                coalesce(host, '')
        ) as place,
    from told
)
select
    session,
    list_transform(
        list_sort(
            list(
                {
                    'place': place,
                    'entry': {
                        'list': list_name,
                        'version': version,
                        'cidr': cidr,
                        'category': category,
                        'provider': provider,
                        'host': host
                    }
                }
            )
        ),
        lambda one: one.entry
    ) as matches,
from ranked
group by session
