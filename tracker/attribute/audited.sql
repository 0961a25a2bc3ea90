-- title: the addresses and prefixes by which clocks are checked, some that each gateway opened
-- param addresses = 600: so many of a kind show a clock that is off by minutes, and cost little
-- param most = 8: an address that opens and closes more often than that tells no more; a digit
--
-- `bits` are those of a prefix, 128 for an address. Where few prefixes are given beside many
-- addresses, the addresses tell enough.
with
changed as (
    select
        calendar.judged, tenure.gateway, tenure.ip_key, tenure.prefix_length, count(*) as events,
    from tenure
    join calendar on tenure.at_us >= calendar.first_us and tenure.at_us < calendar.end_us
    where
        tenure.event_date between $audit_date and $last_date
        and tenure.event in ('start', 'stop')
        and tenure.ip_key is not null
    group by calendar.judged, tenure.gateway, tenure.ip_key, tenure.prefix_length
),
counted as (
    select
        judged, gateway,
        count(prefix_length) as prefixes,
        count(*) - count(prefix_length) as addresses,
    from changed
    group by judged, gateway
),
ranked as (
    select
        changed.*,
        row_number() over (
            partition by changed.judged, changed.gateway, prefix_length
            -- One key sorts several times as fast as two.
            order by cast(9 - least(events, $most) as varchar) || md5(ip_key)
        ) as place,
    from changed
    join counted on changed.judged = counted.judged and changed.gateway = counted.gateway
    where prefix_length is null or 2 * counted.prefixes >= counted.addresses
)
select
    ranked.judged, ranked.gateway, ranked.ip_key as subject_key,
    cast(coalesce(prefix.bits, 128) as integer) as bits,
from ranked
left join prefix
    on ranked.ip_key = prefix.ip_key and ranked.prefix_length = prefix.prefix_length
where ranked.place <= $addresses
