-- title: the host behind a syslog header: the word that follows, unless it is a program
--
-- A hyphen is the nil value of RFC 5424.
create or replace macro syslog_host(written, header) as
    regexp_extract(behind_header(written, header), '^ +([^ %\[]*[^ %\[:-])(?: |$)', 1)
