-- title: the logins that speak of the subjects' addresses, one row for each address they hold
--
-- A delegated prefix holds every address under it; the match is by leading digits, then by the
-- free bits of the digit in which the prefix ends.
with
delegated as (
    select
        *,
        prefix_length + case
            when left(ip_key, 24) = '00000000000000000000ffff' and prefix_length <= 32 then 96
                else 0
        end as bits,
    from login_us
    where
        event_date between $login_date and $last_date
        and event in ('start', 'interim', 'stop')
        and prefix_length is not null
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
    subject.subject, '' as held, login_us.gateway, login_us.login_key, login_us.event,
    login_us.at_us,
    login_us.lasted_us, login_us.holder, login_us.station, login_us.kind,
from login_us
join subject
    on login_us.ip_key = subject.subject_key
    and login_us.at_us >= subject.since_us
    and login_us.at_us < subject.until_us
where
    login_us.event_date between $login_date and $last_date
    and login_us.event in ('start', 'interim', 'stop')
    and login_us.prefix_length is null
union all
select
    probe.subject, stemmed.ip_key || '/' || cast(stemmed.bits as varchar), stemmed.gateway,
    stemmed.login_key, stemmed.event, stemmed.at_us, stemmed.lasted_us, stemmed.holder,
    stemmed.station, stemmed.kind,
from probe
join stemmed
    on probe.digits = stemmed.digits
    and probe.stem = stemmed.stem
    and probe.edge // stemmed.width = stemmed.edge // stemmed.width
    and stemmed.at_us >= probe.since_us
    and stemmed.at_us < probe.until_us
