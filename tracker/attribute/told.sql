-- title: the logins that speak of the subjects' addresses, one row for each address they hold
--
-- A delegated prefix holds every address under it; the match is by leading digits, then exactly.
with
spoken as (
    select
        *,
        prefix_length + case
            when left(ip_key, 24) = '00000000000000000000ffff' and prefix_length <= 32 then 96 else 0
        end as bits,
    from login_us
    where
        event_date between $login_date and $last_date
        and event in ('start', 'interim', 'stop')
        and ip_key is not null
),
delegated as (
    select *, (bits - bits % 4) // 4 as digits, bits % 4 as rest
    from spoken
    where bits < 128
),
stemmed as (
    select
        *,
        left(ip_key, digits) as stem,
        -- The digit in which the prefix ends, as a number whose lower bits are free.
        instr('0123456789abcdef', substr(ip_key || '0', digits + 1, 1)) - 1 as edge,
        case rest when 0 then 16 when 1 then 8 when 2 then 4 else 2 end as width,
    from delegated
),
size as (select distinct digits from stemmed),
probe as (
    select
        subject.*,
        size.digits,
        left(subject.subject_key, size.digits) as stem,
        instr('0123456789abcdef', substr(subject.subject_key, size.digits + 1, 1)) - 1 as edge,
    from subject
    cross join size
)
select
    subject.subject, '' as held, spoken.gateway, spoken.login_key,
    spoken.event, spoken.at_us, spoken.lasted_us, spoken.holder, spoken.station, spoken.kind,
    spoken.source, spoken.line,
from spoken
join subject
    on spoken.ip_key = subject.subject_key
    and spoken.at_us >= subject.since_us
    and spoken.at_us < subject.until_us
where spoken.bits is null or spoken.bits >= 128
union all
select
    probe.subject, stemmed.ip_key || '/' || cast(stemmed.bits as varchar), stemmed.gateway,
    stemmed.login_key, stemmed.event, stemmed.at_us, stemmed.lasted_us, stemmed.holder,
    stemmed.station, stemmed.kind, stemmed.source, stemmed.line,
from probe
join stemmed
    on probe.digits = stemmed.digits
    and probe.stem = stemmed.stem
    and probe.edge // stemmed.width = stemmed.edge // stemmed.width
    and stemmed.at_us >= probe.since_us
    and stemmed.at_us < probe.until_us
