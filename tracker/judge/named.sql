-- title: the family of each session, where evidence names it better than its port
-- kept: no
--
-- A VPN's own port names the family for good; a weak one, or none, only until a label, the lengths
-- of its opening or another detection does. Of several the surest: what a gateway tells, what was
-- inspected, what weighs most.
with
told as (
    select session, family,
        case basis when 'event' then 1 when 'dpi' then 2 else 9 end as rank,
        0 as tenths
    from labelled
    where kind in ('tunnel', 'relay') and family <> '' and basis in ('event', 'dpi', 'heuristic')
    union all
    select session, family, 5, -tenths
    from evidence
    where family <> ''
),
ranked as (
    select
        *,
        row_number() over (partition by session order by rank, tenths, family) as place,
    from told
),
strong as (
    select session, max(case when role in ('strong', 'capsule') then 1 else 0 end) as is_settled
    from seen
    group by session
)
select
    found.session,
    case
        when strong.is_settled = 1 then found.family
        when ranked.family is not null then ranked.family
        when left(found.family, 10) = 'other:tls/'
            then 'other:' || case found.protocol when 6 then 'tcp' else 'udp' end
                || substr(found.family, 10)
        else found.family
    end as family,
from found
join strong on found.session = strong.session
left join ranked on found.session = ranked.session and ranked.place = 1
