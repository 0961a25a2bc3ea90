-- title: the lines of a file, one row each, in the order of the file; an empty line is null
select line as text
from read_csv(
    {path},
    delim = chr(1),
    header = false,
    quote = '',
    escape = '',
    columns = {{'line': 'VARCHAR'}},
    auto_detect = false,
    strict_mode = false,
    new_line = '\n',
    compression = 'none',
    max_line_size = {longest},
    skip = {skip}
)
