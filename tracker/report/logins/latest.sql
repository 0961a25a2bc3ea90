-- title: the last login record that there is
select max("at") as latest from login
