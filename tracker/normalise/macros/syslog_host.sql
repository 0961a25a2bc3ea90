-- title: the host behind a syslog header: the word that follows, unless it is a program
create or replace macro syslog_host(written, header) as if(
    header = '',
    null,
    regexp_extract(substr(written, len(header) + 1), '^ +([^ %\[]*[^ %\[:])(?: |$)', 1)
)
