-- title: the port of an endpoint a.b.c.d:port or [v6]:port; null where it has none
create or replace macro endpoint_port(written) as
    nullif(regexp_extract(trim(written), '^(?:[^:\[\]]*|\[[^\]]*\]):([0-9]+)$', 1), '')
