-- title: where the logins of each named stay are written
with
named as (
    select distinct candidate.holder, opened_us, closed_us
    from candidate
    join answer on candidate.protocol = answer.protocol and candidate.holder = answer.holder
),
written as (
    select
        named.holder, named.opened_us, login_us.source,
        min(login_us.line) as first_line,
        max(login_us.line) as last_line,
    from named
    join login_us
        on named.holder = login_us.holder
        and login_us.kind not in ('cgnat', 'system')
        and login_us.event <> 'failure'
    left join stated_gateway on login_us.gateway = stated_gateway.gateway
    join (select distinct asked_key from answer) as asked
        on login_us.ip_key is null
        or login_us.prefix_length is not null
        or login_us.ip_key = asked.asked_key
    where
        login_us.event_date between $login_date and $last_date
        and login_us.at_us + coalesce(stated_gateway.offset_us, 0)
        between named.opened_us and named.closed_us
    group by named.holder, named.opened_us, login_us.source
)
select
    holder, opened_us,
    list_sort(
        list({'source': source, 'first_line': first_line, 'last_line': last_line})
    ) as sources,
from written
group by holder, opened_us
