-- title: the session's first record, as the moment at which a port of its address was lent
select
    cast($night as date) as judged,
    $ip_key as subject_key,
    cast(coalesce($port, -1) as integer) as subject_port,
    cast($protocol as integer) as protocol,
    cast($at_us as bigint) as started_us,
    cast($at_us as bigint) as over_us,
