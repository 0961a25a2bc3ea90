-- title: when the addresses under the audited prefixes were at work, a row for each minute
--
-- By leading digits, then by the bits of the digit in which the prefix ends.
with
stemmed as (
    select distinct probed.*, prefix.digits, prefix.stem, prefix.width, prefix.edge
    from probed
    join prefix on probed.subject_key = prefix.ip_key and probed.bits = prefix.bits
    where probed.bits < 128
),
spoken as (
    select
        src_key, started_us, size.digits,
        left(src_key, size.digits) as stem,
        least(greatest(coalesce(ended_us, started_us), started_us), started_us + $day_us)
        as over_us,
    from connection_us
    cross join (select distinct digits from stemmed) as size
    where
        event_date between $first_date and $last_date
        and coalesce(action, 'allowed') <> 'denied'
)
select
    stemmed.probe, max(spoken.started_us) as started_us, max(spoken.over_us) as over_us,
from spoken
join stemmed
    on spoken.digits = stemmed.digits
    and spoken.stem = stemmed.stem
    and (instr('0123456789abcdef', substr(src_key || '0', stemmed.digits + 1, 1)) - 1)
    // stemmed.width = stemmed.edge
    and spoken.started_us >= stemmed.first_us
    and spoken.started_us < stemmed.end_us
group by stemmed.probe, spoken.started_us // $minute_us
