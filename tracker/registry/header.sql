-- rows: the first record of a CSV text
select line, text, cells, sound
from sheet_records
order by line
limit 1
