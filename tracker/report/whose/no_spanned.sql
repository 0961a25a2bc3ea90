-- title: `spanned` where the logins are not asked
select
    cast(null as varchar) as gateway,
    cast(null as timestamptz) as from_at,
    cast(null as timestamptz) as to_at,
    cast(null as boolean) as covers,
    cast(null as varchar) as clock,
    cast(null as bigint) as changes,
    cast(null as bigint) as active_minutes,
    cast(null as bigint) as orphans,
    cast(null as bigint) as best_minutes,
where false
