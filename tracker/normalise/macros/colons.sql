-- title: how many colons a text has
create or replace macro colons(text) as length(text) - length(replace(text, ':', ''))
