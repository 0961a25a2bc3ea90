-- title: which decisions take in which of the sessions asked for
--
-- Each takes in the session that it was made on, also under another id: late records move a
-- session's edges. What one address and one remote say in one family at one time is one session,
-- but where another holder is known. A wider scope takes in more: the same endpoint, which is the
-- remote and the family, of the same holder or of everybody, whenever it was. Direction, protocol
-- and ports are not asked: they are those of a session's first record, which may come late. A
-- remote that nobody told is no endpoint, so that nothing wider is taken in there.
with
own as (
    select wanted.session_id, review.review_id
    from wanted
    join review
        on wanted.src_ip = review.src_ip
        and wanted.remote_ip is not distinct from review.remote_ip
        and wanted.family = review.family
    where
        wanted.session_id = review.session_id
        or wanted.first_at <= review.last_at
        and wanted.last_at >= review.first_at
        and coalesce(wanted.holder = review.holder, true)
),
wide as (
    select wanted.session_id, review.review_id
    from wanted
    join review
        on wanted.holder = review.holder
        and wanted.remote_ip = review.remote_ip
        and wanted.family = review.family
    where review.scope = 'holder'
    union all
    -- Where the address itself is the subject, it stands for the holder; nobody else has none here.
    select wanted.session_id, review.review_id
    from wanted
    join review
        on wanted.src_ip = review.src_ip
        and wanted.remote_ip = review.remote_ip
        and wanted.family = review.family
    where
        review.scope = 'holder'
        and review.holder is null
        and wanted.attribution = 'address'
    union all
    select wanted.session_id, review.review_id
    from wanted
    join review
        on wanted.remote_ip = review.remote_ip
        and wanted.family = review.family
    where review.scope = 'endpoint'
)
select *, true as is_own from own
union all
select *, false from wide anti join own using (session_id, review_id)
