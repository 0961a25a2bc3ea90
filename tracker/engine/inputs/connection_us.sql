-- title: connections with their times in microseconds since 1970
--
-- A record that tells no beginning is known from its end on, and that is when it is judged.
-- The addresses' text is left: it is the widest column, and the keys say the same.
-- A counter below zero or beyond 100 terabytes counted nothing, and is not told: the sums would
-- break on it, and with them a night.
-- How sure of its label a log says to be is a part of how the label came about (`heuristic/100`);
-- known_label.sql takes it apart again.
-- epoch_us is the one function the engines name differently: engine/spark.py knows Spark's name.
select
    event_date,
    epoch_us(coalesce(started_at, ended_at, logged_at)) as started_us,
    epoch_us(ended_at) as ended_us,
    src_key,
    src_port,
    dst_key,
    dst_port,
    protocol,
    case when bytes_out between 0 and 100000000000000 then bytes_out end as bytes_out,
    case when bytes_in between 0 and 100000000000000 then bytes_in end as bytes_in,
    case when packets_out between 0 and 100000000000000 then packets_out end as packets_out,
    case when packets_in between 0 and 100000000000000 then packets_in end as packets_in,
    first_out,
    first_in,
    sampling,
    counters,
    record,
    connection_key,
    state,
    action,
    app,
    case when app_confidence is null then app_basis
        else app_basis || '/' || cast(app_confidence as varchar) end as app_basis,
    gateway,
    initiator,
    source,
    line,
from connection
