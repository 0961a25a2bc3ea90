-- title: ESP or AH, both ways
-- group: port
-- weight: 9
-- param min_each = 1: packets each way; routers authenticate their multicast, and nobody answers
-- innocent when: a phone calls over Wi-Fi, or two of the operator's routers protect a link
--
-- IP protocols 50 and 51 exist for IPsec alone (RFC 4303, RFC 4302). Packets went both ways
-- between two single hosts, neither of them link-local nor a group.
with
summed as (
    select
        session,
        cast(sum(coalesce(packets_out, 0)) as bigint) as packets_out,
        cast(sum(coalesce(packets_in, 0)) as bigint) as packets_in,
        cast(sum(coalesce(bytes_out, 0)) as bigint) as bytes_out,
        cast(sum(coalesce(bytes_in, 0)) as bigint) as bytes_in,
        array_to_string(
            list_sort(list(distinct case protocol when 50 then 'ESP' else 'AH' end)), ' and '
        ) as service,
    from seen
    where protocol in (50, 51)
    group by session
)
select
    session,
    $weight as weight,
    service || ' both ways, ' || cast(bytes_out as varchar) || ' bytes out, '
    || cast(bytes_in as varchar) || ' in' as saw,
    'answered both ways; unicast; not link-local' as guards,
from summed
where
    packets_out >= $min_each and packets_in >= $min_each
    or packets_out = 0 and packets_in = 0 and bytes_out >= $min_each and bytes_in >= $min_each
