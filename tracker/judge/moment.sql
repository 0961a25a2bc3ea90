-- title: the moments whose holder is asked for
select distinct judged, subject_key, started_us, over_us from chained
