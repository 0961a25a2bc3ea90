-- title: the resets of gateways, each of which ends all that the gateway held
select distinct gateway, at_us
from entry
where event_date between $login_date and $last_date and event = 'reset'
