-- title: a VPN provider's address on a dated list
-- group: list
-- weight: 8
-- param exact = 5: an address that others use too, or whose provider nobody vouches for
-- param prefix = 3.5: a whole network, most of whose addresses may be something else
-- param old_days = 90: by then one address in twenty-five of a list has changed hands
-- param old_share = 0.5: what is left of the weight of an older list
-- param min_each = 2: packets each way; one each is what a probe and its refusal look like
-- param min_packets = 6: both ways together; below this a scan looks the same
-- param min_bytes = 10000: each way; a look at a provider's website stays below, a tunnel does not
-- param min_payload = 1: bytes each way beyond the headers of TCP; an empty handshake is a scan
-- param fronts = cdn: lists whose name begins so hold the fronts of content networks
-- innocent when: the address changed hands, or serves something else beside the VPN
--
-- The other side's address stood on a list of VPN providers' servers on that day, and data flowed
-- both ways. The provider's own servers weigh most, a prefix least, a list older than 90 days half.
-- Relays and content networks are left out, as anybody may meet those, and plain encapsulation.
with
summed as (
    select
        session,
        cast(sum(packets_out) as bigint) as packets_out,
        cast(sum(packets_in) as bigint) as packets_in,
        cast(sum(bytes_out) as bigint) as bytes_out,
        cast(sum(bytes_in) as bigint) as bytes_in,
        max(
            case when protocol <> 6 or payload_out >= $min_payload and payload_in >= $min_payload
                then 1 else 0 end
        ) as has_payload,
    from seen
    where role <> 'capsule'
    group by session
),
fronted as (
    select distinct session
    from listed
    where category = 'relay' or left(list_name, length($fronts)) = $fronts
),
weighed as (
    select
        listed.*,
        case when confidence = 'dedicated' then $weight
            when length = case when instr(cidr, ':') > 0 then 128 else 32 end then $exact
            else $prefix
        end * case when age_days > $old_days then $old_share else 1 end as list_weight,
    from listed
    where category = 'vpn'
),
ranked as (
    select
        *,
        row_number() over (
            partition by session
            order by list_weight desc, age_days, length desc, list_name, version,
                coalesce(provider, ''), cidr
        ) as place,
    from weighed
)
select
    ranked.session,
    ranked.list_weight as weight,
    ranked.cidr || case when ranked.provider is null then '' else ' of ' || ranked.provider end
    || case when ranked.confidence = 'dedicated' then ', its own servers' else '' end
    || ', ' || ranked.list_name || ' ' || ranked.version || '; list of ' || ranked.dated || ', '
    || cast(ranked.age_days as varchar) || ' days old'
    || case when ranked.age_days > $old_days then ': counts half' else '' end as saw,
    'payload both ways; enough packets and bytes; no relay, CDN, plain encapsulation' as guards,
from ranked
join summed on ranked.session = summed.session
left join fronted on ranked.session = fronted.session
where
    ranked.place = 1
    and fronted.session is null
    and summed.has_payload = 1
    and summed.bytes_out >= $min_bytes and summed.bytes_in >= $min_bytes
    and (
        packets_out >= $min_each and packets_in >= $min_each
            and packets_out + packets_in >= $min_packets
        or packets_out is null and packets_in is null
    )
