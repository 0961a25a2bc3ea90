-- title: the process id behind a syslog header and a program
create or replace macro syslog_process(written, header) as regexp_extract(
    behind_header(written, header),
    '^(?: +[^ %\[]*[^ %\[:])? +[A-Za-z][A-Za-z0-9_./-]*\[([0-9]+)\]',
    1
)
