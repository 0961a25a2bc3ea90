-- rows: the terms of `looked` that are not over at $at and were not refused
select *
from looked
where status in ('approved', 'pending', 'suspended') and (valid_to is null or valid_to > $at)
