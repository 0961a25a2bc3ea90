-- title: the moments at which an address and port was used, for whoever knows whom it was lent to
-- kept: no
select judged, subject_key, subject_port, protocol, started_us, over_us from oriented
