-- title: all that the logins say of sessions on the subjects' addresses
-- kept: no
select * from told
union all
select * from bare
