-- title: whether anything was recorded since the session was judged that may bear on it
--
-- That is a term that binds or bound its subject, or an entry of a list with one of its two ends.
with
newer_term as (
    select
        registration_id, binding_kind, binding_value, binding_first_key, binding_last_key,
    from registration_us
    where recorded_us > $known_us
),
newer_entry as (
    select category, first_key, last_key
    from endpoint_us
    where recorded_us > $listed_us
)
select
    exists (
        from newer_term, question
        where
            newer_term.binding_value in (question.holder, question.station)
            or question.subject_key
            between newer_term.binding_first_key and newer_term.binding_last_key
            or newer_term.registration_id in (select registration_id from claim)
    )
    or exists (
        from newer_entry, question
        where
            newer_entry.category = 'epdg'
            or question.remote_key between newer_entry.first_key and newer_entry.last_key
            or question.subject_key between newer_entry.first_key and newer_entry.last_key
    ) as is_newer
