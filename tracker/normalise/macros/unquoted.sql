-- title: a text out of its double quotes, whether or not they are closed; a quote in it is undone
--
-- What begins with a quote lies between it and the next sign: starts_with takes longer to tell.
create or replace macro unquoted(written) as case
    when written >= '"' and written < '#' then replace(
        unescaped(
            substr(
                written,
                2,
                len(written) - if(ends_with(written, '"') and len(written) > 1, 2, 1)
            )
        ),
        '""',
        '"'
    )
    else written
end
