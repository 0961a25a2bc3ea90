-- title: of each gateway that tells of the address what its logins span around the session
--
-- It is the stretch that takes in most of the session, else the nearest. With it goes how the run
-- that judged found its clock to go. Where the holder is known these are his gateways alone.
with
his as (
    select distinct unnest(string_split(gateway, ' and ')) as gateway
    from claimed
),
heard as (
    select distinct coalesce(login.gateway, '') as gateway
    from login
    where
        (login.ip_key = $ip_key or login.inner_key = $ip_key)
        and not exists (from his)
),
session as (select epoch_us(first_at) as first_us, epoch_us(last_at) as last_us from one),
ranked as (
    select
        coverage.gateway, coverage.first_us, coverage.last_us,
        coverage.first_us <= session.first_us and coverage.last_us >= session.last_us as covers,
        row_number() over (
            partition by coverage.gateway
            order by greatest(
                coverage.first_us - session.last_us, session.first_us - coverage.last_us, 0
            ), least(coverage.last_us, session.last_us)
                - greatest(coverage.first_us, session.first_us) desc, coverage.first_us
        ) as place,
    from coverage, session
    where coverage.gateway in (from his union all from heard)
)
select
    nullif(ranked.gateway, '') as gateway,
    make_timestamptz(ranked.first_us) as from_at,
    make_timestamptz(ranked.last_us) as to_at,
    ranked.covers,
    found_clock.finding as clock, found_clock.changes, found_clock.active_minutes,
    found_clock.orphans, found_clock.best_minutes,
from ranked
left join found_clock on ranked.gateway = found_clock.gateway
where ranked.place = 1
