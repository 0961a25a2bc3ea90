-- title: what a line says behind its syslog header; null where it has none
create or replace macro behind_header(written, header) as
    if(header = '', null, substr(written, len(header) + 1))
