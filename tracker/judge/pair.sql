-- title: subject, remote and family that can have a session, numbered for the steps to come
--
-- Behind a shared address each inner one is a subject of its own (`inner_key`, else empty).
-- Where neither side ever answered the other no session can come about, but by a gateway's own
-- word, and as an attempt of the subject's: packets as long as a VPN's opening. Plain encapsulation
-- is counted either way. Which pair has which number tells nothing.
with
answered as (
    select judged, subject_key, inner_key, remote_key, family, count(*) as records
    from homed
    group by judged, subject_key, inner_key, remote_key, family
    having
        max(case when role = 'capsule' or is_event then 1 else 0 end) = 1
        or max(coalesce(packets_out, bytes_out, 0)) > 0
            and max(coalesce(packets_in, bytes_in, 0)) > 0
        or max(
            case when protocol = 17 and remote_serves
                and bytes_out % nullif(packets_out, 0) = 0
                and bytes_out // nullif(packets_out, 0)
                - case when left(remote_key, 24) = '00000000000000000000ffff' then 28 else 48 end
                in (select client from opening where protocol = 17) then 1 else 0 end
        ) = 1
)
select
    *,
    row_number() over (order by judged) as pair,
from answered
