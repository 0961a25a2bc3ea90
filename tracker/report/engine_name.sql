-- title: Every relation of the engine, those it is built with too
select lower(view_name) as name
from duckdb_views()
union
select lower(table_name) as name
from duckdb_tables()
order by name
