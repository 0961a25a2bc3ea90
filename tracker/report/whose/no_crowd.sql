-- title: `crowd` where the logins are not asked
select cast(null as bigint) as candidates
