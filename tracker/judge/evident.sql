-- title: each session's evidence, as its row tells it
-- kept: no
--
-- A list of one, as most are, is not gathered but written down.
with
counted as (select session, count(*) as times from evidence group by session),
told as (
    select
        evidence.session,
        counted.times,
        {
            'detection': detection, 'group': team,
            'weight': cast(tenths as double) / 10, 'saw': saw, 'guards': guards
        } as one,
    from evidence
    join counted on evidence.session = counted.session
)
select session, list_sort(list(one)) as evidence
from told
where times > 1
group by session
union all
select session, [one] from told where times = 1
