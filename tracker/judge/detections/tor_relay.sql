-- title: a Tor relay on a dated list
-- group: list
-- family: tor
-- weight: 7
-- param old_days = 90: by then a third of the relays have gone
-- param old_share = 0.5: what is left of the weight of an older list
-- param min_payload = 1: bytes each way beyond the headers of TCP; an empty handshake is a scan
-- param min_each = 2: packets each way; one each is what a probe and its refusal look like
-- param min_packets = 6: both ways together; below this a scan looks the same
-- param min_bytes = 1000: each way, where a log counts no packets
-- innocent when: the relay's host serves something else, or the list is of another time
--
-- The other side's address stood on a list of Tor relays on that day, and data flowed both ways
-- over TCP. A list alone says possible and no more; a port or a label has to agree.
with
ranked as (
    select
        *,
        row_number() over (
            partition by session order by age_days, list_name, version, cidr
        ) as place,
    from listed
    where category = 'tor'
),
spoken as (
    select session
    from seen
    where
        protocol = 6
        and payload_out >= $min_payload
        and payload_in >= $min_payload
        and (
            packets_out >= $min_each and packets_in >= $min_each
                and packets_out + packets_in >= $min_packets
            or packets_out is null and packets_in is null and bytes_out >= $min_bytes
                and bytes_in >= $min_bytes
        )
    group by session
)
select
    ranked.session,
    $weight * case when age_days > $old_days then $old_share else 1 end as weight,
    cidr || ', ' || list_name || ' ' || version || '; list of ' || dated || ', '
    || cast(age_days as varchar) || ' days old'
    || case when age_days > $old_days then ': counts half' else '' end as saw,
    'TCP; payload both ways; enough packets; the list nearest that day' as guards,
from ranked
join spoken on ranked.session = spoken.session
where ranked.place = 1
