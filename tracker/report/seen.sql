-- What the records of the session asked about show of its protocol, as judging sees it.
select question.session, one.family, services.protocol, coalesce(services.port, 0) as port
from question, one, services
