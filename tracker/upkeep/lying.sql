-- title: how many rows of which source lie in each of these files
select $name as name, filename as "file", source, count(*) as "rows"
from read_parquet($files, hive_partitioning = false)
group by filename, source
