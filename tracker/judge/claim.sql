-- title: the terms that bind a session's subject, and how far each covers the session
-- last reader of: seen
--
-- `fits_service` looks at all that the session shows, not at its first record alone: IPsec opens
-- on port 500 and moves to 4500 and to ESP. What has no port cannot contradict one. A term's port
-- is the remote's; of a session that the remote opened, the port it reached fits as well.
with
binding as (
    select scored.session, bound.entry
    from scored
    join bound on scored.subject_key = bound.subject_key
    union
    select scored.session, term.entry
    from scored
    join term on scored.holder = term.binding_value
    where term.binding_kind <> 'cidr'
    union
    select scored.session, term.entry
    from scored
    join term on scored.station = term.binding_value
    where term.binding_kind in ('circuit', 'msisdn')
),
-- A port is a number or first-last.
ported as (
    select
        *,
        cast(split_part(port, '-', 1) as integer) as port_first,
        cast(
            case when instr(port, '-') > 0 then split_part(port, '-', 2) else port end as integer
        ) as port_last,
    from term
),
served as (
    select
        binding.session,
        binding.entry,
        max(
            case when ported.protocol is null
                or ported.protocol in (seen.family, scored.family)
                or ported.protocol = cast(seen.protocol as varchar)
                or ported.protocol = case seen.protocol when 4 then 'ipip' when 6 then 'tcp'
                    when 17 then 'udp' when 41 then '6in4' when 47 then 'gre' when 50 then 'esp'
                    when 51 then 'ah' end
                then 1 else 0 end
        ) as fits_protocol,
        max(
            case when ported.port is null
                or seen.port = 0
                or seen.port between ported.port_first and ported.port_last
                or scored.remote_port between ported.port_first and ported.port_last
                then 1 else 0 end
        ) as fits_port,
    from binding
    join ported on binding.entry = ported.entry
    join scored on binding.session = scored.session
    join seen on binding.session = seen.session
    group by binding.session, binding.entry
),
hosted as (
    select distinct scored.session, term.entry
    from binding
    join scored on binding.session = scored.session
    join term on binding.entry = term.entry
    join placed on scored.judged = placed.judged and scored.remote_key = placed.address_key
    where
        term.remote_kind = 'host' and term.remote_value = placed.host
        or term.remote_kind = 'provider' and term.remote_value = placed.provider
)
select
    served.session, served.entry, term.registration_id, served.fits_protocol, served.fits_port,
    -- A gateway that does not tell its address contradicts no term.
    case when term.remote_kind = 'any' or hosted.session is not null
        or left(scored.remote_key, 8) = 'gateway '
        or term.remote_kind = 'cidr'
        and scored.remote_key between term.remote_first_key and term.remote_last_key
        then 1 else 0 end as fits_remote,
from served
join scored on served.session = scored.session
join term on served.entry = term.entry
left join hosted on served.session = hosted.session and served.entry = hosted.entry
