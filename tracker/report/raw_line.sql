-- title: the lines that the session's records begin on, by source
--
-- Of an address that was lent by its ports only his ports count: others share it.
with
lent as (select port_first, port_last from holding where kind = 'cgnat'),
own as (
    select record.source, record.line
    from record
    cross join one
    where
        not exists (from lent)
        or exists (
            from lent
            where case when record.src_ip = one.src_ip then record.src_port
                else record.dst_port end
            between lent.port_first and lent.port_last
        )
)
select own.source, list_sort(list(distinct own.line)) as lines
from own
group by own.source
