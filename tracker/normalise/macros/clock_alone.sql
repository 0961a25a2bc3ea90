-- title: a time without the abbreviation of a zone behind it
create or replace macro clock_alone(written) as
    regexp_replace(regexp_replace(trim(written), ' +[A-Z]{2,5}:?$', ''), ' +', ' ', 'g')
