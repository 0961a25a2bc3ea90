-- title: how many login sessions there are whose first record is no start of theirs
--
-- They began before the days that were read, and may have said by then whose the address was.
with
told as (
    select gateway, login_key, ip_key, at_us, event
    from login_us
    where kind <> 'system' and event not in ('failure', 'reset')
),
first as (
    select gateway, login_key, ip_key, arg_min(event, (at_us, event)) as event
    from told
    group by gateway, login_key, ip_key
)
select count(*) as sessions
from first
where event not in ('start', 'allocate')
