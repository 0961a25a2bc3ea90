-- title: the logins that speak of the subjects' addresses, one row for each address they hold
-- kept: many
--
-- A delegated prefix holds every address under it: by leading digits, then by the free bits of the
-- digit in which it ends. A translation's user is a sign of who holds the inner address.
with
asked as (select * from tenure where event_date between $login_date and $last_date),
delegated as (
    select
        *,
        prefix_length + case
            when left(ip_key, 24) = '00000000000000000000ffff' and prefix_length <= 32 then 96
                else 0
        end as bits,
    from asked
    where prefix_length is not null
),
stemmed as (
    select
        *,
        (bits - bits % 4) // 4 as digits,
        left(ip_key, (bits - bits % 4) // 4) as stem,
        instr('0123456789abcdef',
            substr(ip_key || '0', (bits - bits % 4) // 4 + 1, 1)) - 1 as edge,
        case bits % 4 when 0 then 16 when 1 then 8 when 2 then 4 else 2 end as width,
    from delegated
),
size as (select distinct digits from stemmed),
probe as (
    select
        subject.*,
        size.digits,
        left(subject.subject_key, size.digits) as stem,
        instr('0123456789abcdef',
            substr(subject.subject_key || '0', size.digits + 1, 1)) - 1 as edge,
    from subject
    cross join size
)
select
    subject.subject, '' as held, asked.gateway, asked.login_key, asked.event, asked.at_us,
    asked.lasted_us, asked.expires_us, asked.holder, asked.station, asked.kind,
from asked
join subject
    on asked.ip_key = subject.subject_key
    and asked.at_us >= subject.since_us
    and asked.at_us < subject.until_us
where asked.prefix_length is null
union all
select
    subject.subject, '', gateway, holder, 'interim', at_us, null, null, holder, station, kind,
from entry
join subject
    on entry.inner_key = subject.subject_key
    and entry.at_us >= subject.since_us
    and entry.at_us < subject.until_us
where
    entry.event_date between $login_date and $last_date
    and entry.kind = 'cgnat'
    and entry.event = 'start'
    and entry.holder is not null
union all
select
    probe.subject, stemmed.ip_key || '/' || cast(stemmed.bits as varchar), stemmed.gateway,
    stemmed.login_key, stemmed.event, stemmed.at_us, stemmed.lasted_us, stemmed.expires_us,
    stemmed.holder, stemmed.station, stemmed.kind,
from probe
join stemmed
    on probe.digits = stemmed.digits
    and probe.stem = stemmed.stem
    and probe.edge // stemmed.width = stemmed.edge // stemmed.width
    and stemmed.at_us >= probe.since_us
    and stemmed.at_us < probe.until_us
