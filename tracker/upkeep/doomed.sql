-- title: of the files that are of several sources those with rows that were forgotten, and how many
select filename as "file", count(*) as doomed
from read_parquet($mixed, hive_partitioning = false)
semi join gone using (source)
group by filename
