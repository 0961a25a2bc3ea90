-- title: the other sides with most flagged sessions, then most sessions; `endpoints` counts all
with
endpoint as (
    select
        remote_ip,
        family,
        count(*) as sessions,
        count(*) filter (is_flagged) as flagged,
        count(*) filter (is_dismissed) as dismissed,
        count(distinct coalesce(holder, src_ip)) as lines,
        cast(sum(bytes) as bigint) as bytes,
    from counted
    where remote_ip is not null
    group by remote_ip, family
),
top as (
    select *, count(*) over () as endpoints
    from endpoint
    order by flagged desc, sessions desc, remote_ip, family
    limit $most
),
-- What the lists said of it when its last session was judged.
entry as (
    select remote_ip, family, unnest(arg_max(matches, first_at), recursive := true)
    from wanted
    semi join top using (remote_ip, family)
    group by remote_ip, family
),
named as (
    select
        remote_ip,
        family,
        string_agg(distinct category || coalesce(' ' || provider, ''), ', ' order by
            category || coalesce(' ' || provider, '')) as listed,
    from entry
    group by remote_ip, family
)
select top.*, named.listed
from top
left join named using (remote_ip, family)
order by flagged desc, sessions desc, remote_ip, family
