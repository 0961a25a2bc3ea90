-- title: how the clocks of translations go, by the ports that they lent
select * from gauged
