-- title: of each gateway's records first, last and silences, of logins and of connections
with
silence as (
    select
        *,
        lag(last_at) over of_gateway as silent_from,
        (epoch_us(first_at) - epoch_us(silent_from)) / 3.6e9 as hours,
    from stretch
    window of_gateway as (partition by kind, gateway order by stretch)
)
select
    kind || 's' as part,
    gateway as name,
    cast(sum(records) as bigint) as rows,
    min(first_at) as first_at,
    max(last_at) as last_at,
    case count(hours)
        when 0 then 'no gap'
        else if(count(hours) = 1, '1 gap', count(hours) || ' gaps, the longest')
            || printf(' of %.1f h from ', max(hours))
            || strftime(arg_max(silent_from, hours), '%Y-%m-%d %H:%M UTC')
    end as told,
from silence
group by kind, gateway
