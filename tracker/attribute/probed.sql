-- title: what each clock is checked by, numbered, with the time that connections are looked at
with
span as (
    select judged, min(first_us) as first_us, max(end_us) as end_us from calendar group by judged
),
known as (
    select
        judged, gateway, subject_key, bits,
        -1 as protocol, 0 as port_first, 65535 as port_last, 'login' as told_by,
    from audited
    union all
    select
        judged, gateway, ip_key, 128, protocol, port_first, port_last, 'translation',
    from slot
)
select
    row_number() over (
        order by known.judged, gateway, subject_key, bits, told_by, protocol, port_first, port_last
    ) as probe,
    known.*,
    span.first_us,
    span.end_us,
from known
join span on known.judged = span.judged
