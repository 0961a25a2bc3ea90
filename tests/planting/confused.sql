-- title: judged sessions beside the planted truth: each tunnel and each wrong name, by gateway
--
-- Needs judged (rows of session) and truth (see simulated.py). A tunnel is found in whatever
-- judged sessions cover its first record; there may be several, and none. A name is wrong if the
-- record with which the session begins is another's, or if the session has more connections than
-- the one who is named.
with
first as (
    select planted, arg_min(truth, started_at) as record, from truth group by planted
),
tunnel as (select unnest(record) from first),
covered as (
    select
        tunnel.planted,
        judged.holder,
        coalesce(judged.reason, 'none') as reason,
        judged.attribution,
    from tunnel
    join judged
        on tunnel.src_ip = judged.src_ip
        and tunnel.remote_ip = judged.remote_ip
        and tunnel.family = judged.family
        and tunnel.started_at >= judged.first_at
        and tunnel.ended_at <= judged.last_at
),
answered as (
    select
        tunnel.planted,
        tunnel.gateway,
        tunnel.holder is null as is_nobodys,
        tunnel.is_attributable,
        coalesce(bool_or(covered.holder = tunnel.holder), false) as is_right,
        coalesce(bool_or(covered.attribution = 'exact' and covered.holder = tunnel.holder), false)
        as is_exact,
        coalesce(bool_or(covered.holder is not null), false) as is_named,
        case when count(covered.planted) = 0 then 'no session'
            else coalesce(min(covered.reason) filter (covered.holder is null), 'another named')
        end as reason,
    from tunnel
    left join covered on tunnel.planted = covered.planted
    group by tunnel.planted, tunnel.gateway, tunnel.holder, tunnel.is_attributable
),
named as (
    select
        judged.session_id,
        coalesce(min(truth.gateway), 'no tunnel') as gateway,
        coalesce(bool_or(
            truth.holder = judged.holder
            and truth.started_at = judged.first_at and truth.src_port = judged.src_port
        ), false) as begins_right,
        count(*) filter (truth.holder = judged.holder) >= min(judged.connections) as is_whole,
    from judged
    left join truth
        on judged.src_ip = truth.src_ip
        and judged.remote_ip = truth.remote_ip
        and judged.family = truth.family
        and truth.started_at >= judged.first_at
        and truth.ended_at <= judged.last_at
    where judged.holder is not null
    group by judged.session_id
),
wrong as (
    select gateway, count(*) as wrong from named where not (begins_right and is_whole)
    group by gateway
)
select
    coalesce(answered.gateway, wrong.gateway) as gateway,
    count(answered.planted) as planted,
    count(*) filter (is_attributable) as attributable,
    count(*) filter (is_attributable and is_right) as attributed,
    count(*) filter (is_right and not is_attributable) as named_besides,
    count(*) filter (is_exact) as exact,
    count(*) filter (is_nobodys and not is_named) as rightly_unnamed,
    coalesce(min(wrong.wrong), 0) as wrong,
    histogram(reason) filter (is_attributable and not is_right) as missed,
    histogram(reason) filter (not is_right and not is_attributable) as unnamed,
from answered
full join wrong on answered.gateway = wrong.gateway
group by coalesce(answered.gateway, wrong.gateway)
order by coalesce(answered.gateway, wrong.gateway)
