-- title: a run of zero groups, where it stands first, replaced by a double colon
create or replace macro cut_run(long_text, run) as
    substr(left(long_text, strpos(long_text, run) - 1), 2)
    || '::'
    || substr(long_text, strpos(long_text, run) + length(run) + 1)
