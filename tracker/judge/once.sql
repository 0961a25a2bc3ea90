-- title: oriented records; those that tell again what another told are marked as copies
-- kept: no
--
-- Of one conversation that several tell of, the one that saw the most packets counts. Where
-- questions go one way and answers another, each is told by an exporter that never sees the other:
-- then the best of either side count together, if that is more than anybody saw of both. Copies
-- stay as lines that were looked at, and count nothing.
with
summed as (
    select
        judged, talk, episode, teller, sum(there) as there, sum(back) as back,
        sum(coalesce(bytes_out, 0) + coalesce(bytes_in, 0)) as size,
        case when sum(back) = 0 and sum(there) > 0 then 'there'
            when sum(there) = 0 and sum(back) > 0 then 'back' else 'both' end as side,
    from retold
    where not is_like
    group by judged, talk, episode, teller
),
ranked as (
    select
        *,
        row_number() over (
            partition by judged, talk, episode, side
            order by there + back desc, size desc, teller
        ) as place,
    from summed
),
best as (
    select
        judged, talk, episode,
        sum(case side when 'both' then there + back else 0 end) as both_ways,
        sum(case side when 'there' then there else 0 end) as there_alone,
        sum(case side when 'back' then back else 0 end) as back_alone,
    from ranked
    where place = 1
    group by judged, talk, episode
),
chosen as (
    select
        ranked.judged, ranked.talk, ranked.episode, ranked.teller,
        ranked.place = 1 and (ranked.side = 'both') = case
            when there_alone > 0 and back_alone > 0 then there_alone + back_alone <= both_ways
            else both_ways > 0 or there_alone + back_alone = 0 end as counts,
    from ranked
    join best
        on ranked.judged = best.judged
        and ranked.talk = best.talk
        and ranked.episode = best.episode
)
select oriented.* exclude (talk), false as is_copy
from oriented
left join (select distinct judged, talk from retold) as several
    on oriented.judged = several.judged
    and oriented.talk = several.talk
    and not oriented.is_event
    and not oriented.is_packet
where several.talk is null
union all
select
    retold.* exclude (talk, teller, there, back, is_like, episode),
    is_like or not counts,
from retold
join chosen
    on retold.judged = chosen.judged
    and retold.talk = chosen.talk
    and retold.episode = chosen.episode
    and retold.teller = chosen.teller
