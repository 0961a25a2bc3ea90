-- title: login sessions on each address with the end that comes first, and which it is
-- kept: many
--
-- A holding ends with its stop; earlier, if the session moves to another address, if another
-- session starts on the address at the same gateway or the gateway resets; and where nothing else
-- ends it, with its lease, or so long after the last sign of life as is stated of the gateway.
-- Where only a sign tells that somebody else has come, he came at some time since the holder's own
-- last sign.
with
bounded as (
    select
        ended.*,
        least(
            coalesce(end_us, $never_us),
            coalesce(case when is_unseen then greatest(opened_us, coalesce(shown_us, opened_us))
                else next_us end, $never_us),
            coalesce(reset_us, $never_us),
            coalesce(expires_us, sign_us + coalesce(stated_gateway.silence_us, $silence_us))
        ) as closed_us,
    from ended
    left join stated_gateway on ended.gateway = stated_gateway.gateway
)
select
    judged, subject, first_us, held, gateway, holder, station, kind, opened_us, opened_by,
    closed_us, sign_us, shown_us, next_us,
    case
        when closed_us = stop_us then 'stop'
        when closed_us = end_us then 'another address'
        when closed_us = reset_us then 'reset'
        when is_unseen and closed_us <= next_us then 'last sign'
        when closed_us = next_us then 'next start'
        when expires_us is not null then 'lease end'
        else 'silence'
    end as closed_by,
from bounded
-- A record counts at most from the night before on; two days allow for its length and the guard.
where closed_us > opened_us and closed_us >= first_us - 2 * $day_us
