-- title: what an evaluation comes to in all, with the Wilson intervals of recall and precision
-- param z = 1.959963984540054: standard deviations of a normal distribution that hold 95 % of it
--
-- Of `hits` in `total` the interval is where the true share lies (E. B. Wilson, Probable inference,
-- the law of succession, and statistical inference, J. Am. Stat. Assoc. 22, 1927, 209-212):
-- (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n). It holds for few hits and for none, as
-- p ± z √(p(1-p)/n) does not. Both count pairs at likely or better; a spared tunnel is not found.
with
pairs as (
    select
        count(*) as pairs,
        cast(sum(flows) as bigint) as flows,
        count(*) filter ("class" = 'tunnel') as tunnels,
        count(*) filter ("class" = 'tunnel' and rank >= 2) as found,
        count(*) filter ("class" <> 'tunnel' and rank >= 2) as wrong,
    from pair
),
measured as (
    select 'recall' as name, found as hits, tunnels as total from pairs
    union all
    select 'precision', found, found + wrong from pairs
),
shared as (select *, hits / nullif(total, 0) as share from measured),
middle as (
    select
        *,
        (share + $z * $z / (2.0 * total)) / (1 + $z * $z / total) as centre,
        $z * sqrt(share * (1 - share) / total + $z * $z / (4.0 * total * total))
        / (1 + $z * $z / total) as width,
    from shared
),
bound as (
    select name, hits, total, share,
        if(total = 0, null, greatest(0.0, centre - width)) as low,
        if(total = 0, null, least(1.0, centre + width)) as high,
    from middle
)
select
    pairs.*,
    cast((select count(*) from told) as bigint) as rows,
    cast((select count(*) from truth where not counts) as bigint) as left_out,
    cast((select coalesce(sum(times - 1), 0) from truth) as bigint) as repeated,
    cast((select count(*) from told) - (select coalesce(sum(times), 0) from truth) as bigint)
    as outside,
    (select count(*) from stood where list_contains($classes, "class")) as sessions,
    (select count(*) from stood where "class" = 'unmatched') as unmatched,
    (
        select count(*)
        from session
        anti join (from stood where "class" <> 'left_out') as stood using (session_id)
        where
            ($since_us is null or epoch_us(first_at) >= $since_us)
            and ($until_us is null or epoch_us(first_at) < $until_us)
    ) as untold,
    recall.share as recall, recall.low as recall_low, recall.high as recall_high,
    precise.share as "precision", precise.low as precision_low, precise.high as precision_high,
    precise.total as accused,
from pairs
cross join (from bound where name = 'recall') as recall
cross join (from bound where name = 'precision') as precise
