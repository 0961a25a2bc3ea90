-- title: the flows of a truth file, those told twice once, each with the pair it is counted under
--
-- A pair of hosts is counted within its capture, and where no capture is told within its night. A
-- flow without a time belongs to every night. $since_us and $until_us leave out the flows that
-- begin outside of them.
select
    min(line) as line,
    coalesce(
        capture,
        strftime(timezone($zone, make_timestamptz(coalesce(started_us, ended_us))), '%Y-%m-%d'),
        ''
    ) as place,
    low_ip,
    high_ip,
    low_port,
    high_port,
    number as protocol,
    coalesce(started_us, ended_us) as first_us,
    max(coalesce(ended_us, started_us)) as last_us,
    "class",
    coalesce(family, '') as family,
    bool_or(counts) as counts,
    count(*) as times,
from told
where
    ($since_us is null or coalesce(started_us, ended_us, $since_us) >= $since_us)
    and ($until_us is null or coalesce(started_us, ended_us, $until_us - 1) < $until_us)
group by all
