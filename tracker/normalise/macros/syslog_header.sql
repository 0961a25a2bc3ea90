-- title: the priority and the time that a line begins with, as syslog lays them before a message
--
-- RFC 3164 with and without a year, RFC 5424, ISO, and what ctime(3) writes, each also behind the
-- count of octets that goes before over TCP (RFC 6587); empty where there is none. A star or a dot
-- before the time says that the clock is not set.
-- What begins with a brace, a JSON object, has none. 2001, 2002, 2003 behind the time are no years
-- unless the day of the week stands before: IPv6 addresses of a host begin so, and with 2600.
create or replace macro syslog_header(written) as if(written >= '{', '', regexp_extract(
    written,
    '^(?:(?:[0-9]{1,6} )?<[0-9]{1,3}>)?(?:1 )?[*. ]{0,2}(?:'
    '[A-Z][a-z]{2} +[0-9]{1,2} +(?:[0-9]{4} +)?[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?'
    '(?: +(?:19[0-9]{2}|20(?:0[04-9]|[1-9][0-9]))\b)?(?: [A-Z]{3,4}:)?'
    '|[A-Z][a-z]{2} [A-Z][a-z]{2} +[0-9]{1,2} +(?:[0-9]{4} +)?'
    '[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?: +[0-9]{4}\b)?(?: [A-Z]{3,4}:)?'
    '|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]+)?'
    '(?: ?(?:Z|[+-][0-9]{2}:?[0-9]{2}))?'
    '|[0-9]{4} [A-Z][a-z]{2} +[0-9]{1,2} [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?'
    '):?',
    0
))
