-- title: the chains' records by part: what one holder had for certain, and the rest by its doubt
--
-- Records that start at one instant share the worst finding among them, so that no two parts of
-- a chain begin together. `grade` puts a finding's rank before its word.
-- One machine has one clock: where its logins show that it does not fit, its loans do not either.
with
mistimed as (
    select
        lending.judged, lending.ip_key,
        max(case clock.grade when 2 then '4clock' else '2clock' end) as grade,
    from lending
    join clock on lending.judged = clock.judged and lending.gateway = clock.gateway
    where clock.grade > 0
    group by lending.judged, lending.ip_key
),
found as (
    select
        chained.*,
        attributed.holder,
        attributed.station,
        case when chained.inner_key = '' then attributed.basis
            else chained.via || ', ' || attributed.basis end as basis,
        attributed.stay_us,
        greatest(coalesce(mistimed.grade, '0'), case attributed.attribution
            when 'exact' then '0'
            when 'edge' then '2' || attributed.doubt
            when 'shared' then '3' || attributed.doubt
            else case when declared.subject_key is null then '4' || attributed.doubt else '1' end
        end) as whose,
    from chained
    join attributed
        on chained.judged = attributed.judged
        and chained.asked_key = attributed.subject_key
        and chained.started_us = attributed.started_us
        and chained.over_us = attributed.over_us
    left join declared
        on chained.judged = declared.judged
        and chained.subject_key = declared.subject_key
        and chained.inner_key = ''
    left join mistimed
        on chained.judged = mistimed.judged
        and chained.subject_key = mistimed.ip_key
),
-- What no inner address is found for is as doubtful as the translation, else as the worse of both.
graded as (
    select
        *,
        case when translated <> '' and inner_key = '' then translated
            else greatest(translated, whose) end as grade,
    from found
),
instant as (
    select pair, chain_us, started_us, max(grade) as worst
    from graded
    where records > 1
    group by pair, chain_us, started_us
),
levelled as (
    select graded.*, coalesce(instant.worst, graded.grade) as worst
    from graded
    left join instant
        on graded.pair = instant.pair
        and graded.chain_us = instant.chain_us
        and graded.started_us = instant.started_us
)
select
    pair, chain_us, started_us, over_us, protocol, port, direction, remote_serves, subject_port,
    remote_port, bytes_out, bytes_in, packets_out, packets_in, gateway, origin, line, conversation,
    first_asked, first_answered, app, app_basis, sampling, is_event, is_copy, role,
    case left(worst, 1) when '0' then 'exact' when '1' then 'address' when '2' then 'edge'
        when '3' then 'shared' else 'unknown' end as attribution,
    nullif(substr(worst, 2, 20), '') as doubt,
    case when grade = worst and grade < '4' then holder end as holder,
    case when grade = worst then station end as station,
    case when grade = worst then basis end as basis,
    case left(worst, 1) when '0' then cast(stay_us as varchar) when '4' then worst
        else left(worst, 1) end as part,
from levelled
