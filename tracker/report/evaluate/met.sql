-- title: which session stands for which flow of the truth
--
-- The same two hosts, and where the truth tells them: the protocol with the server's port at either
-- end, or the client's at its own; or a protocol and port of the session's family, since an IPsec
-- session is IKE and ESP, and PPTP is TCP 1723 and GRE; and a time that the session or a silence of
-- $gap_us around it covers.
select
    faced.session_id,
    truth.place,
    truth.low_ip,
    truth.high_ip,
    truth."class",
    truth.family,
    truth.counts,
from faced
join truth on faced.low_ip = truth.low_ip and faced.high_ip = truth.high_ip
where
    (
        truth.first_us is null
        or truth.first_us <= faced.last_us + $gap_us
        and truth.last_us >= faced.first_us - $gap_us
    )
    and (
        (truth.protocol is null or truth.protocol = faced.protocol)
        and (
            truth.low_port is null and truth.high_port is null
            or coalesce(faced.server_port in (truth.low_port, truth.high_port), false)
            or coalesce(faced.low_port = truth.low_port, false)
            or coalesce(faced.high_port = truth.high_port, false)
        )
        or exists (
            select 1
            from vpn_port
            where
                (
                    vpn_port.family = faced.family
                    or faced.family = 'pptp' and vpn_port.protocol = 47
                )
                and vpn_port.protocol = truth.protocol
                and (
                    vpn_port.port = 0
                    or coalesce(vpn_port.port in (truth.low_port, truth.high_port), false)
                )
        )
    )
