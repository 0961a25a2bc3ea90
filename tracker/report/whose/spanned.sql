-- title: of each gateway that tells of the address what its logins span around the session
--
-- As the run that judged found it, its clock as well: the stretch that takes in most of the
-- session, else the nearest. Where the holder is known these are his gateways alone.
with
his as (
    select distinct unnest(string_split(gateway, ' and ')) as gateway
    from kept
),
heard as (
    select distinct coalesce(login.gateway, '') as gateway
    from login
    where
        (login.ip_key = $ip_key or login.inner_key = $ip_key)
        and not exists (from his)
),
told as (select unnest(coverage, recursive := true) from judging_run),
gauged as (select unnest(clocks, recursive := true) from judging_run),
session as (select night, epoch_us(first_at) as first_us, epoch_us(last_at) as last_us from one),
ranked as (
    select
        told.night, told.gateway, told.from_at, told.to_at,
        epoch_us(told.from_at) <= session.first_us and epoch_us(told.to_at) >= session.last_us
        as covers,
        row_number() over (
            partition by told.gateway
            order by greatest(
                epoch_us(told.from_at) - session.last_us,
                session.first_us - epoch_us(told.to_at), 0
            ), least(epoch_us(told.to_at), session.last_us)
                - greatest(epoch_us(told.from_at), session.first_us) desc, told.from_at
        ) as place,
    from told
    join session on told.night = session.night
    where coalesce(told.gateway, '') in (from his union all from heard)
)
select
    ranked.gateway, ranked.from_at, ranked.to_at, ranked.covers,
    gauged.finding as clock, gauged.changes, gauged.active_minutes, gauged.orphans,
    gauged.best_minutes,
from ranked
left join gauged
    on ranked.night = gauged.night
    and coalesce(ranked.gateway, '') = coalesce(gauged.gateway, '')
where ranked.place = 1
