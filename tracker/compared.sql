-- title: the sessions that two states of register and lists judge differently, and why
--
-- `between` is the later register under the earlier lists: what differs up to there is the
-- register's doing, what differs from there on the lists'.
with
every as (
    select session_id, night, first_at, src_ip, remote_ip, family, holder from judged_before
    union
    select session_id, night, first_at, src_ip, remote_ip, family, holder from judged_after
),
one as (
    select session_id, min(night) as night, min(first_at) as first_at, min(src_ip) as src_ip,
        min(remote_ip) as remote_ip, min(family) as family, max(holder) as holder
    from every
    group by session_id
),
beside as (
    select
        one.*,
        early.verdict as before, late.verdict as after,
        early.reason as reason_before, late.reason as reason_after,
        early.registration_id as term_before, late.registration_id as term_after,
        row(early.verdict, early.reason, early.registration_id)
            is distinct from row(middle.verdict, middle.reason, middle.registration_id)
            as by_register,
        row(middle.verdict, middle.reason, middle.registration_id)
            is distinct from row(late.verdict, late.reason, late.registration_id) as by_lists,
    from one
    left join judged_before as early using (session_id)
    left join judged_between as middle using (session_id)
    left join judged_after as late using (session_id)
),
lists as (
    select string_agg(distinct list || ' ' || version, ', ' order by list || ' ' || version) as told
    from newer_lists
),
told as (
    select
        beside.*,
        coalesce(of_after.is_approval, false) as is_approval,
        concat_ws(
            ', ',
            case when by_register and of_before.what is not null
                then term_before || ': ' || of_before.what end,
            case when by_register and of_after.what is not null
                and term_after is distinct from term_before
                then term_after || ': ' || of_after.what end,
            case when by_lists then lists.told end
        ) as what,
    from beside
    cross join lists
    left join changed as of_before on beside.term_before = of_before.registration_id
    left join changed as of_after on beside.term_after = of_after.registration_id
)
select
    session_id, night, first_at, src_ip, remote_ip, family, holder,
    before, after, reason_before, reason_after, term_before, term_after,
    concat_ws(
        ', ',
        case when by_register and is_approval and after in ('registered', 'grace', 'pending')
            then 'late_approval'
            when by_register then 'correction' end,
        case when by_lists then 'list_change' end
    ) as why,
    what,
from told
where before is distinct from after
    or reason_before is distinct from reason_after
    or term_before is distinct from term_after
order by first_at, src_ip, remote_ip, session_id
