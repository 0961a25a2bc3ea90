-- title: the time in a syslog header
create or replace macro syslog_time(header) as
    regexp_replace(header, '^(?:(?:[0-9]{1,6} )?<[0-9]{1,3}>)?(?:1 )?[*. ]{0,2}|:$', '', 'g')
