-- rows: the records that have a value for each name of the header
select line, {cells}
from sheet_records
where sound and width = $width and line > $line
