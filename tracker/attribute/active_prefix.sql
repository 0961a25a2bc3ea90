-- title: when the addresses under the audited prefixes were at work, a row for each minute
--
-- By leading digits, then by the bits of the digit in which the prefix ends.
with
stemmed as (
    select
        *,
        (bits - bits % 4) // 4 as digits,
        left(subject_key, (bits - bits % 4) // 4) as stem,
        case bits % 4 when 0 then 16 when 1 then 8 when 2 then 4 else 2 end as width,
    from probed
    where bits < 128
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
    // stemmed.width
    = (instr('0123456789abcdef', substr(subject_key || '0', stemmed.digits + 1, 1)) - 1)
    // stemmed.width
    and spoken.started_us >= stemmed.first_us
    and spoken.started_us < stemmed.end_us
group by stemmed.probe, spoken.started_us // $minute_us
