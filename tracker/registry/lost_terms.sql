-- rows: terms that moved from one that their registrant does not have
select
    'successor' as kind,
    looked.registration_id,
    looked.registrant_id,
    looked.moved_from as other,
    'moved_from names ' || looked.moved_from || ', which is no term of ' || looked.registrant_id
        as told,
    'name the term whose binding it took the place of, or leave it empty' as todo,
from looked
anti join owned
    on owned.registration_id = looked.moved_from and owned.registrant_id = looked.registrant_id
where looked.moved_from is not null
