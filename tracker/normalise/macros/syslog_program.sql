-- title: the program behind a syslog header, with the host before it or none
create or replace macro syslog_program(written, header) as if(
    header = '',
    null,
    regexp_extract(
        substr(written, len(header) + 1),
        '^(?: +[^ %\[]*[^ %\[:])? +([A-Za-z][A-Za-z0-9_./-]*)(?:\[[0-9]+\])?:? ',
        1
    )
)
