-- rows: the first record of a CSV text
select line, cells
from sheet_records
order by line
limit 1
