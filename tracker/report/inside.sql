-- title: remote sides that are or may be other subscribers, who are not named to anybody
--
-- That is what lies in the operator's own networks or under somebody's binding, what a login of
-- these days had or came from, what was somebody's side in a session, and any private address.
select remote.ip
from remote
where
    exists (
        from endpoint
        where
            endpoint.category in ('pool_static', 'pool_dynamic', 'pool_cgnat', 'local')
            and remote.key between endpoint.first_key and endpoint.last_key
    )
    or exists (
        from registration
        where
            registration.binding_kind = 'cidr'
            and remote.key between registration.binding_first_key and registration.binding_last_key
    )
    or exists (
        from login
        where
            login.event_date between $first_day and $last_day
            and (
                login.ip_key = remote.key
                -- Of a line in IPv6 any address of its network of 64 bits may be his.
                or left(login.ip_key, 16) = left(remote.key, 16) and left(remote.key, 24) <> $old
                or login.inner_key = remote.key
                or login.peer_ip = remote.ip
                or login.prefix_length is not null
                and left(login.ip_key, login.prefix_length // 4)
                = left(remote.key, login.prefix_length // 4)
                and left(remote.key, 24) <> $old
            )
    )
    or exists (
        from session
        where
            session.night between $first_day and $last_day and session.src_ip = remote.ip
    )
    or left(remote.key, 26) = $old || '0a'
    or left(remote.key, 28) = $old || 'c0a8'
    or remote.key between $old || 'ac100000' and $old || 'ac1fffff'
    or remote.key between $old || '64400000' and $old || '647fffff'
    or left(remote.key, 2) in ('fc', 'fd')
    or left(remote.key, 3) = 'fe8'
