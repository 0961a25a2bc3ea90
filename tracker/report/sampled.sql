-- By how much the session's records were sampled: bytes were multiplied by it to be shown.
select greatest(coalesce(max(sampling), 1), 1) as rate
from record
