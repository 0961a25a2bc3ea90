-- What the records of the session asked about show of its protocol, as judging sees it.
--
-- The bytes, which no sampling multiplies there, stand in one row of each session.
with
numbered as (
    select
        question.session, one.family, services.protocol, coalesce(services.port, 0) as port,
        row_number() over (partition by question.session order by services.protocol, services.port)
        as place,
    from question, one, services
)
select
    numbered.session, numbered.family, numbered.protocol, numbered.port,
    case numbered.place when 1 then one.bytes_out // sampled.rate end as bytes_out,
    case numbered.place when 1 then one.bytes_in // sampled.rate end as bytes_in,
from numbered, one, sampled
