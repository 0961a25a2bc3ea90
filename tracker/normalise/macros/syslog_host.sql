-- title: the host behind a syslog header: the word that follows, unless it is a program
--
-- A hyphen is the nil value of RFC 5424. A small router's own log has no host, but the facility and
-- severity in its place.
create or replace macro syslog_host(written, header) as
    regexp_extract(
        behind_header(written, header),
        '^ +(?:(?:kern|user|mail|daemon|auth|authpriv|syslog|lpr|news|uucp|cron|ftp|local[0-7])'
        '\.(?:emerg|alert|crit|err|warn|notice|info|debug) |([^ %\[]*[^ %\[:-])(?: |$))',
        1
    )
