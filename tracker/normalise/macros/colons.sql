-- title: how many colons a text has
create or replace temp macro colons(text) as length(text) - length(replace(text, ':', ''))
