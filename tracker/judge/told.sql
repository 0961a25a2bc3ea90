-- title: each record of a session that is no copy, as far as its rhythm tells something
-- kept: no
select
    session, protocol, port, started_us, over_us, bytes_out, bytes_in, packets_out,
    packets_in,
from member
where not is_copy
