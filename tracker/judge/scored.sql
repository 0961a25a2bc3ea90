-- title: sessions with score, tier and class, from the evidence that all detections gave
-- param prior = -70: tenths of log-odds; one session in a thousand is a tunnel
-- param confirmed = 30: tenths; with it, two groups of evidence or an event must agree
-- param likely = 10: tenths; the odds are then better than two to one
-- param possible = -20: tenths; weaker sessions are no rows
-- param min_groups = 2: one group alone may be wrong in one way
-- param min_weight = 15: tenths; what weighs less modifies, and is no group of its own
-- param min_seconds = 20: shorter ones are confirmed only if they moved min_bytes
-- param min_bytes = 4000: both ways together, as they were seen
-- param dedicated = 80: tenths; so much weighs a list that names a provider's own server
--
-- Of each group the largest weight counts; penalties add up. The group `class` names what a
-- session is and weighs nothing: it makes the session a row, so that it is counted. Lists and
-- behaviour only support what else was seen: alone they make a session possible, a provider's own
-- server likely. A gateway's own word needs no length. Sums are of tenths: the same in any order.
with
grouped as (
    select
        session, team, max(tenths) as best, cast(sum(tenths) as bigint) as total,
        max(case class when 'encapsulation' then 1 else 0 end) as is_capsule,
        max(case class when 'privacy_relay' then 1 else 0 end) as is_relay,
        max(case class when 'contact' then 1 else 0 end) as is_contact,
        max(case class when 'attempt' then 1 else 0 end) as is_attempt,
    from evidence
    group by session, team
),
summed as (
    select
        session,
        cast(
            sum(case team when 'class' then 0 when 'penalty' then total else best end) as bigint
        ) as tenths,
        sum(case when team in ('class', 'penalty') or best < $min_weight then 0 else 1 end)
        as teams,
        max(case when team in ('class', 'penalty', 'list', 'behaviour') then 0 else 1 end)
        as has_anchor,
        max(case when team = 'list' and best >= $dedicated then 1 else 0 end) as has_dedicated,
        max(case when team = 'event' then 1 else 0 end) as has_event,
        max(case when team = 'class' then 1 else 0 end) as has_class,
        max(is_capsule) as is_capsule,
        max(is_relay) as is_relay,
        max(is_contact) as is_contact,
        max(is_attempt) as is_attempt,
    from grouped group by session
),
weighed as (
    select session, sum(coalesce(bytes_out, 0) + coalesce(bytes_in, 0)) as bytes
    from seen group by session
),
tiered as (
    select
        found.* exclude (family), named.family,
        case
            when summed.is_relay = 1 then 'privacy_relay'
            when summed.is_capsule = 1 and summed.teams = 0 then 'encapsulation'
            when summed.is_contact = 1 and summed.has_anchor = 0 then 'contact'
            when summed.is_attempt = 1 and summed.teams = 0 then 'attempt'
            else ''
        end as class,
        $prior + summed.tenths as score,
        case
            when $prior + summed.tenths >= $confirmed and summed.has_anchor = 1
                and (
                    summed.has_event = 1
                    or summed.teams >= $min_groups and (
                        found.last_us - found.first_us >= $min_seconds * 1000000
                        or weighed.bytes >= $min_bytes
                    )
                ) then 'confirmed'
            when $prior + summed.tenths >= $likely
                and (summed.has_anchor = 1 or summed.has_dedicated = 1) then 'likely'
            when $prior + summed.tenths >= $possible or summed.has_class = 1 then 'possible'
        end as tier,
    from found
    join summed on found.session = summed.session
    join weighed on found.session = weighed.session
    join named on found.session = named.session
)
select * from tiered where tier is not null
