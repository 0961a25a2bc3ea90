-- title: the evidence that the record has, as judging sums it
-- kept: no
--
-- `class` is what each detection's header says that a session is where it fires.
select
    question.session, fired."group" as team,
    cast(round(fired.weight * 10) as bigint) as tenths,
    coalesce(class_of.class, '') as class,
from question
cross join (select unnest(evidence, recursive := true) from one) as fired
left join class_of on fired.detection = class_of.detection
