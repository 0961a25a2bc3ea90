-- title: subject, remote and family that can have a session, numbered for the steps to come
--
-- Behind a shared address each inner one is a subject of its own (`inner_key`, else empty).
-- Where neither side ever answered the other no session can come about. Plain encapsulation is
-- counted either way. Which pair has which number tells nothing.
with
answered as (
    select judged, subject_key, inner_key, remote_key, family
    from homed
    group by judged, subject_key, inner_key, remote_key, family
    having
        left(family, 6) = 'other:'
        or max(coalesce(packets_out, bytes_out, 0)) > 0
            and max(coalesce(packets_in, bytes_in, 0)) > 0
)
select
    *,
    row_number() over (order by judged) as pair,
from answered
