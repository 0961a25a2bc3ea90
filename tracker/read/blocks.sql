-- title: the records of a file whose blocks are joined, one row each, with the lines each is high
select
    replace(text, chr(2), chr(10)) as text,
    1 + length(text) - length(replace(text, chr(2), '')) as height,
from ({lines})
