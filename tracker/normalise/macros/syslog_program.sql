-- title: the program behind a syslog header, with the host before it or none
create or replace macro syslog_program(written, header) as regexp_extract(
    behind_header(written, header),
    '^(?: +[^ %\[]*[^ %\[:])? +([A-Za-z][A-Za-z0-9_./-]*)(?:\[[0-9]+\])?:? ',
    1
)
