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
        arg_max(session_id, (night, session_id)) as last_id,
        max(night) as last_night,
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
-- What the lists said of it when its last session was judged, read from that one alone.
entry as (
    select session.remote_ip, session.family, unnest(session.matches, recursive := true)
    from session
    semi join top on session.night = top.last_night and session.session_id = top.last_id
    where session.night between $first_night and $last_night
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
select top.* exclude (last_id, last_night), named.listed
from top
left join named using (remote_ip, family)
order by flagged desc, sessions desc, remote_ip, family
