-- rows: those of a Parquet file, every value as text
select line, {cells}
from sheet_cells
