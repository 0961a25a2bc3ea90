-- title: the parts of sessions while which the register's answer changed
-- kept: no
--
-- Nobody's term answered for a part that has no registration_id; one answer alone has no parts.
with
cut as (
    select session, from_us as cut_us from answered
    union
    select answered.session, answered.to_us
    from answered
    join scored on answered.session = scored.session
    where answered.to_us <= scored.last_us
    union
    select answered.session, scored.first_us
    from answered
    join scored on answered.session = scored.session
),
piece as (
    select
        cut.session, cut.cut_us, scored.last_us,
        lead(cut.cut_us) over (partition by cut.session order by cut.cut_us) as next_us,
        count(*) over (partition by cut.session) as cuts,
    from cut
    join scored on cut.session = scored.session
),
ranked as (
    select
        piece.session, piece.cut_us,
        coalesce(answered.answer, 'unregistered') as verdict,
        answered.registration_id,
        coalesce(answered.reason, 'no_term') as reason,
        row_number() over (
            partition by piece.session, piece.cut_us
            order by coalesce(rank, 9), case basis when 'now' then 1 when 'then' then 2 else 3 end,
                valid_from_us desc, answered.registration_id, reason
        ) as place,
    from piece
    left join answered
        on piece.session = answered.session
        and answered.from_us <= piece.cut_us and answered.to_us > piece.cut_us
    where piece.cuts > 1
),
changed as (
    select
        session, cut_us, verdict, registration_id, reason,
        coalesce(
            verdict = lag(verdict) over (partition by session order by cut_us)
            and reason = lag(reason) over (partition by session order by cut_us)
            and coalesce(registration_id, '')
            = coalesce(lag(registration_id) over (partition by session order by cut_us), ''),
            false
        ) as goes_on,
    from ranked
    where place = 1
),
part as (
    select
        *,
        lead(cut_us) over (partition by session order by cut_us) as next_us,
        count(*) over (partition by session) as parts,
    from changed
    where not goes_on
)
select
    part.session,
    list_sort(
        list(
            {
                'from_at': make_timestamptz(part.cut_us),
                'to_at': make_timestamptz(coalesce(part.next_us, scored.last_us)),
                'verdict': part.verdict,
                'reason': part.reason,
                'registration_id': part.registration_id
            }
        )
    ) as parts,
from part
join scored on part.session = scored.session
where part.parts > 1
group by part.session
