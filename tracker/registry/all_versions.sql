-- rows: every version of every term
select * from registration
