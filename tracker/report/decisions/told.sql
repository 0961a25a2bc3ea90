-- title: every decision that takes in the session asked about, the latest first, as one list
select
    coalesce(
        list(
            struct_pack(
                review_id := review.review_id,
                recorded_at := review.recorded_at,
                outcome := review.outcome,
                scope := review.scope,
                decided_by := review.decided_by,
                reason := review.reason,
                until := review.until,
                session_id := review.session_id,
                reviewers := applied.reviewers,
                in_time := applied.in_time,
                counts := applied.counts,
                waits := applied.waits,
                holds := applied.holds,
                new_evidence := applied.new_evidence
            )
            order by applied.place desc
        ),
        []
    ) as reviews,
from applied
join review using (review_id)
