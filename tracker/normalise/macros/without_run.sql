-- title: the longest, else the first, run of zero groups as a double colon (RFC 5952, 4.2)
create or replace macro without_run(long_text) as case
    when contains(long_text, ':0:0:0:0:0:0:0:0') then '::'
    when contains(long_text, ':0:0:0:0:0:0:0') then cut_run(long_text, ':0:0:0:0:0:0:0')
    when contains(long_text, ':0:0:0:0:0:0') then cut_run(long_text, ':0:0:0:0:0:0')
    when contains(long_text, ':0:0:0:0:0') then cut_run(long_text, ':0:0:0:0:0')
    when contains(long_text, ':0:0:0:0') then cut_run(long_text, ':0:0:0:0')
    when contains(long_text, ':0:0:0') then cut_run(long_text, ':0:0:0')
    when contains(long_text, ':0:0') then cut_run(long_text, ':0:0')
    else substr(long_text, 2)
end
