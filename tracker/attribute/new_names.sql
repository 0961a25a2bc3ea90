-- title: the names noted that the lake has none sealed of, one spelling of each
select pseudonym, min(kind) as kind, min(name) as name
from noted
anti join identity using (pseudonym)
group by pseudonym
