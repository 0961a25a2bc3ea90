-- title: a text with the backslash before a quote, a backslash or a sign that parts values undone
--
-- Other backslashes stay: with \n made n, two names would become one.
create or replace macro unescaped(written) as
    if(contains(written, '\'), regexp_replace(written, '\\([\\"=|,;\]])', '\1', 'g'), written)
