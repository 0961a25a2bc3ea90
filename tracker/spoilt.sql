-- title: files of which a larger share than allowed was rejected, now or before they grew
with recursive
done as (select * from last_state where state = 'done'),
spoilt as (
    select source
    from done
    where rejected > 0 and rejected / (used + rejected) > $max_rejects
    union
    select done.source
    from done
    join spoilt on done.grown_from = spoilt.source
)
select source from spoilt order by source
