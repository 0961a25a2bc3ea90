-- title: TCP and UDP between two known ends, as far as it tells what was spoken
-- kept: no
--
-- `is_oriented` says that src is the client for certain; `silent_length` is how long each payload
-- was where nobody answered and all packets were of one length (28 bytes of headers over IPv4, 48
-- over IPv6).
select
    event_date, started_us, src_key, src_port, dst_key, dst_port, protocol, app, app_basis,
    first_out, first_in, line,
    coalesce(initiator, 'unknown') = 'known' and coalesce(packets_in, bytes_in) is not null
    as is_oriented,
    case
        when coalesce(packets_in, bytes_in, 0) = 0 and bytes_out % nullif(packets_out, 0) = 0
            then bytes_out // nullif(packets_out, 0)
                - case when left(src_key, 24) = '00000000000000000000ffff' then 28 else 48 end
    end as silent_length,
from connection_us
where
    protocol in (6, 17)
    and src_key is not null
    and dst_key is not null
    and coalesce(action, 'allowed') <> 'denied'
