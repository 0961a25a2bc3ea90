-- title: candidates by subject and remote, kept where something speaks for a VPN, with its family
-- last reader of: stitched, subscriber
--
-- Something is a VPN's port or protocol on the serving side, a service that was worth a look, a
-- remote on a list, or a gateway's own word. TLS and DTLS of one port belong together. What has no
-- family of its own is named by protocol and port until evidence tells better.
select
    sided.* exclude (client_key, server_key),
    coalesce(known_port.role, '') as role,
    case
        when is_event
            then coalesce(nullif(known_label.family, ''), known_port.family, 'other:ip/0')
        when known_port.family is not null then known_port.family
        when sided.port in (443, 4433, 8443) then 'other:tls/' || cast(sided.port as varchar)
        else 'other:' || case sided.protocol when 6 then 'tcp/' else 'udp/' end
            || cast(sided.port as varchar)
    end as family,
from sided
left join known_port
    on sided.protocol = known_port.protocol and sided.port = known_port.port
left join service
    on sided.judged = service.judged
    and sided.client_key = service.client_key
    and sided.server_key = service.server_key
    and sided.protocol = service.protocol
    and sided.port = service.port
left join listed_end
    on sided.judged = listed_end.judged and sided.remote_key = listed_end.address_key
left join known_label
    on sided.is_event
    and sided.app = known_label.app
    and sided.app_basis = known_label.app_basis
where
    (
        known_port.family is not null
        or service.client_key is not null
        or listed_end.address_key is not null and sided.protocol in (6, 17)
        or is_event
    )
    -- Link-local, multicast, reserved, broadcast and unspecified remotes are no tunnel's end.
    and case when left(remote_key, 24) = '00000000000000000000ffff'
        then remote_key between '00000000000000000000ffff01000000'
            and '00000000000000000000ffffdfffffff'
            and remote_key not between '00000000000000000000ffffa9fe0000'
            and '00000000000000000000ffffa9feffff'
        else left(remote_key, 4) not between 'fe80' and 'febf'
            and left(remote_key, 4) not between 'ff00' and 'ffff'
            and remote_key <> '00000000000000000000000000000000'
    end
