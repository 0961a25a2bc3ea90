-- title: a record's shape: letters as a, digits as 0, other signs kept, at most 200 characters
create or replace macro record_shape(record) as left(
    regexp_replace(regexp_replace(left(record, 200), '\pL|\pM', 'a', 'g'), '\pN', '0', 'g'), 200
)
