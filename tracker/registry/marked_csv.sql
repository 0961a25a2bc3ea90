-- rows: those of a CSV file with what is wrong with each; one that is no row shows its text
select {cells}
from sheet_records as said
left join sheet_rows as fitting on fitting.line = said.line
left join sheet_marks as marks on marks.line = said.line
where said.line > $line
order by said.line
