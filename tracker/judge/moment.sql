-- title: the moments whose holder is asked for
select distinct judged, asked_key as subject_key, started_us, over_us from chained
