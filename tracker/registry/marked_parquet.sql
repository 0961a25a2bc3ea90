-- rows: those of a Parquet file with what is wrong with each
select {cells}
from sheet_cells as said
left join sheet_marks as marks on marks.line = said.line
order by said.line
