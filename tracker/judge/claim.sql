-- title: the terms that bind a session's subject, and how far each covers the session
--
-- `fits_service` looks at all that the session shows, not at its first record alone: IPsec opens
-- on port 500 and moves to 4500 and to ESP. What has no port cannot contradict one. A term's port
-- is the remote's; of a session that the remote opened, the port it reached fits as well.
with
pair as (
    select scored.session, bound.registration_id
    from scored
    join bound on scored.subject_key = bound.subject_key
    union
    select scored.session, term.registration_id
    from scored
    join term on scored.holder = term.binding_value
    where term.binding_kind <> 'cidr'
    union
    select scored.session, term.registration_id
    from scored
    join term on scored.station = term.binding_value
    where term.binding_kind in ('circuit', 'msisdn')
),
served as (
    select
        pair.session,
        pair.registration_id,
        max(
            case when term.protocol is null
                or term.protocol in (seen.family, cast(seen.protocol as varchar))
                or term.protocol = case seen.protocol when 4 then 'ipip' when 6 then 'tcp'
                    when 17 then 'udp' when 41 then '6in4' when 47 then 'gre' when 50 then 'esp'
                    when 51 then 'ah' end
                then 1 else 0 end
        ) as fits_protocol,
        max(
            case when term.port is null or seen.port = 0
                or seen.port between cast(split_part(term.port, '-', 1) as integer)
                and cast(split_part(term.port, '-', case when instr(term.port, '-') > 0 then 2
                    else 1 end)
                    as integer)
                or scored.remote_port between cast(split_part(term.port, '-', 1) as integer)
                and cast(split_part(term.port, '-', case when instr(term.port, '-') > 0 then 2
                    else 1 end)
                    as integer)
                then 1 else 0 end
        ) as fits_port,
    from pair
    join term on pair.registration_id = term.registration_id
    join scored on pair.session = scored.session
    join seen on pair.session = seen.session
    group by pair.session, pair.registration_id
),
hosted as (
    select distinct scored.session, term.registration_id
    from pair
    join scored on pair.session = scored.session
    join term on pair.registration_id = term.registration_id
    join placed on scored.judged = placed.judged and scored.remote_key = placed.address_key
    where
        term.remote_kind = 'host' and term.remote_value = placed.host
        or term.remote_kind = 'provider' and term.remote_value = placed.provider
)
select
    served.session, served.registration_id, served.fits_protocol, served.fits_port,
    case when term.remote_kind = 'any' or hosted.session is not null
        or term.remote_kind = 'cidr'
        and scored.remote_key between term.remote_first_key and term.remote_last_key
        then 1 else 0 end as fits_remote,
from served
join scored on served.session = scored.session
join term on served.registration_id = term.registration_id
left join hosted
    on served.session = hosted.session and served.registration_id = hosted.registration_id
