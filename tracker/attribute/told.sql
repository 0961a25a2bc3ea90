-- title: the logins that speak of the subjects' addresses, one row for each address they hold
-- kept: no
--
-- A delegated prefix holds every address under it; `held` is how many bits they share, 128 for the
-- address itself. Kept apart: a union of both would lay all logins down before it joins any.
select * from told_address
union all
select * from told_prefix
