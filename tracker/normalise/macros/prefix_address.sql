-- title: the address of address/length, the whole text where it has no length
--
-- A length that is none, or nought, makes it no address: servers write ::/0 for a prefix that was
-- never given, and whoever held it would hold every address there is. The same goes for an IPv4
-- prefix, in either spelling, whose length reaches beyond IPv4.
create or replace macro prefix_address(written) as case
    when not contains(written, '/') then written
    when not regexp_full_match(written, '[^/]*/(?:[1-9][0-9]?|1[01][0-9]|12[0-8])') then null
    when regexp_matches(written, '(?i)[.]|^::ffff:')
        and cast(split_part(written, '/', 2) as integer)
            between 33 and if(contains(written, ':'), 95, 128)
        then null
    else split_part(written, '/', 1)
end
