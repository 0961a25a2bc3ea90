-- title: what each session has that the one decided on had not
--
-- New evidence is a detection of a group that had none, a kind of list beside those that the remote
-- stood on, or a higher tier. Classes and penalties are none, and neither is a weight: what was
-- seen is compared, not how much it counts.
with
decided as (
    select
        review_id, outcome, until, tier,
        list_transform(coalesce(evidence, []), lambda one: one."group") as groups,
        -- Unknown, and so never new, where lists were not kept yet.
        list_transform(matches, lambda one: one.category) as listed_as,
    from review
),
found as (
    select
        covered.*,
        decided.outcome,
        coalesce(wanted.first_at < decided.until, true) as in_time,
        list_filter(
            coalesce(evident.evidence, []),
            lambda one: one."group" not in ('class', 'penalty')
            and not list_contains(decided.groups, one."group")
        ) as fired,
        -- Lists of other kinds speak for the subject, or say which side he is on.
        list_filter(
            coalesce(evident.matches, []),
            lambda one: one.category in ('vpn', 'tor')
            and not list_contains(decided.listed_as, one.category)
            and list_contains(decided.groups, 'list')
        ) as entries,
        case when list_position(['possible', 'likely', 'confirmed'], wanted.tier)
            > list_position(['possible', 'likely', 'confirmed'], decided.tier)
            then 'tier ' || wanted.tier || ', was ' || decided.tier
        end as risen,
    from covered
    join wanted using (session_id)
    join evident using (session_id)
    join decided using (review_id)
),
named as (
    select
        * exclude (fired, entries),
        list_sort(list_distinct(list_transform(fired, lambda one: one.detection))) as detections,
        list_sort(list_distinct(list_transform(entries, lambda one: one.category))) as lists,
    from found
)
select
    * exclude (detections, lists, risen),
    nullif(
        concat_ws(
            '; ',
            nullif(array_to_string(detections, ', '), ''),
            'on a list of ' || nullif(array_to_string(lists, ', '), ''),
            risen
        ),
        ''
    ) as news,
from named
