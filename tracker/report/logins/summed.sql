-- title: what all these login sessions come to
select
    count(*) as sessions,
    count(distinct holder) as holders,
    min(first_at) as first_at,
    max(last_at) as last_at,
    coalesce(
        list_sort(list(distinct gateway) filter (gateway is not null)), []
    ) as gateways,
    coalesce(
        list_sort(list_distinct(flatten(list(coalesce(peer_ips, []))))), []
    ) as peer_ips,
    coalesce(max(at_once), 0) as at_once,
    (
        select count(*)
        from heard
        where
            event_date between $first_date and $last_date
            and event = 'failure'
            and ($holder is null or holder = $holder)
            and ($gateway is null or gateway = $gateway)
            and told_at >= cast($since as timestamptz)
            and told_at < cast($until as timestamptz)
    ) as failures,
from listed
