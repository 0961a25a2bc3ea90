-- rows: what is wrong within one row of the register, or between two rows of one id
with
addresses as (
    select
        line,
        'binding_value ''' || left(binding_value, 80) || ''' ' || binding_fault as found,
        'a prefix such as 192.0.2.0/24 or 2001:db8::/32' as expected,
        binding_todo as todo,
    from terms
    where binding_fault is not null
    union all
    select
        line,
        'remote_value ''' || left(remote_value, 80) || ''' ' || remote_fault,
        'a prefix such as 192.0.2.0/24 or 2001:db8::/32',
        remote_todo,
    from terms
    where remote_fault is not null
),
remotes as (
    select
        line,
        if(
            remote_value is null,
            'remote_value is empty with remote_kind ' || remote_kind,
            'remote_value ''' || left(remote_value, 80) || ''' with remote_kind ' || remote_kind
        ) as found,
        case remote_kind
            when 'any' then 'no remote_value'
            when 'host' then 'a host name in ASCII such as vpn.example.net'
            else 'a remote_value'
        end as expected,
        if(remote_kind = 'host', 'write an address with remote_kind cidr', '') as todo,
    from terms
    where case remote_kind
        when 'any' then remote_value is not null
        when 'host' then not coalesce(regexp_full_match(lower(remote_value), $host), false)
        else remote_value is null and remote_kind in ('cidr', 'provider')
    end
),
values_of_kinds as (
    select
        line,
        'binding_value ''' || left(binding_value, 80) || ''' is no number of a subscriber' as found,
        'digits with the country code such as 37060000000' as expected,
        '' as todo,
    from terms
    where binding_kind = 'msisdn'
        and not regexp_full_match(binding_value, '\+?[0-9]{5,15}|pseudonym:.*')
    union all
    select
        line,
        'port ''' || port || '''',
        'a port from 1 to 65535, or a range first-last',
        '',
    from terms
    where not (1 <= port_first and port_first <= port_last and port_last <= 65535)
),
times as (
    select line, 'valid_from ''' || left(said_from, 80) || ''' ' || from_fault as found, from terms
    union all
    select line, 'valid_to ''' || left(said_to, 80) || ''' ' || to_fault, from terms
)
select line, found, expected, coalesce(todo, '') as todo from addresses
union all
select line, found, expected, todo from remotes
union all
select line, found, expected, todo from values_of_kinds
union all
select line, found, 'a date such as 2026-03-14, or a time with its offset', '' from times
where found is not null
union all
select
    line,
    'valid_to ''' || said_to || ''' is not after valid_from ''' || said_from || '''',
    'a term that lasts (a date includes its day, a time does not include itself)',
    'turn the two round, or correct one',
from terms
where valid_to <= valid_from
order by line, found
