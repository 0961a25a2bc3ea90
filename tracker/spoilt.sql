-- title: files of which a larger share than allowed was rejected, now or before they grew
with recursive
last_state as (
    select source, grown_from, used, rejected
    from source
    where state = 'done' and source in (from visible_source)
    qualify row_number() over (partition by source order by recorded_at desc) = 1
),
spoilt as (
    select source
    from last_state
    where rejected > 0 and rejected / (used + rejected) > $max_rejects
    union
    select last_state.source
    from last_state
    join spoilt on last_state.grown_from = spoilt.source
)
select source from spoilt order by source
