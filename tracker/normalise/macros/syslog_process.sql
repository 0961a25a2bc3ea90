-- title: the process id behind a syslog header and a program
create or replace macro syslog_process(written, header) as if(
    header = '',
    null,
    regexp_extract(
        substr(written, len(header) + 1),
        '^(?: +[^ %\[]*[^ %\[:])? +[A-Za-z][A-Za-z0-9_./-]*\[([0-9]+)\]',
        1
    )
)
