-- title: the addresses by which each gateway's clock is checked, some of those it opened and closed
-- param addresses = 600: so many show a clock that is off by minutes, and cost little
-- param most = 8: an address that opens and closes more often than that tells no more
with
changed as (
    select calendar.judged, tenure.gateway, tenure.ip_key, count(*) as events
    from tenure
    join calendar on tenure.at_us >= calendar.first_us and tenure.at_us < calendar.end_us
    where
        tenure.event_date between $first_date and $last_date
        and tenure.event in ('start', 'stop')
        and tenure.prefix_length is null
        and tenure.ip_key is not null
    group by calendar.judged, tenure.gateway, tenure.ip_key
),
ranked as (
    select
        *,
        row_number() over (
            partition by judged, gateway order by least(events, $most) desc, md5(ip_key)
        ) as place,
    from changed
)
select judged, gateway, ip_key as subject_key from ranked where place <= $addresses
