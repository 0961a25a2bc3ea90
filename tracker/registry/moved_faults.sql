-- rows: terms that say they moved from themselves, or from another registrant's term of the file
--
-- A term that is not in the file may be in the lake: what comes with --add is no whole register.
with
owned as (
    select distinct registration_id, registrant_id
    from terms
)
select
    line,
    'moved_from ''' || left(moved_from, 80) || ''' is the term itself' as found,
    'the id of an earlier term' as expected,
    'name the term whose binding it took the place of, or leave it empty' as todo,
from terms
where moved_from = registration_id
union all
select
    terms.line,
    'moved_from ''' || left(terms.moved_from, 80) || ''' is a term of '
        || left(owned.registrant_id, 80),
    'a term of the same registrant',
    'only who moved keeps the old binding for a while; correct the id or the registrant',
from terms
inner join owned on owned.registration_id = terms.moved_from
where
    owned.registrant_id <> terms.registrant_id
    and terms.moved_from <> terms.registration_id
order by line, found
