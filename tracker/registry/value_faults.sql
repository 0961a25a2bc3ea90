-- rows: bindings, remotes and ports of the register that are none
with
addresses as (
    select
        line,
        'binding_value ''' || left(said_value, 80) || ''' ' || binding_fault as found,
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
numbers as (
    select
        line,
        'binding_value ''' || left(said_value, 80) || ''' ' || number_fault as found,
        'a number of 7 to 15 digits with its country code, such as +37060000000' as expected,
        number_todo as todo,
    from terms
    where number_fault is not null
),
ports as (
    select
        line,
        'port ''' || port || '''' as found,
        'a port from 1 to 65535, or a range first-last' as expected,
        '' as todo,
    from terms
    where not (1 <= port_first and port_first <= port_last and port_last <= 65535)
)
select line, found, expected, coalesce(todo, '') as todo from addresses
union all
select line, found, expected, todo from remotes
union all
select line, found, expected, todo from numbers
union all
select line, found, expected, todo from ports
order by line, found
