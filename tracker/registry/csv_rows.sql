-- rows: the records that have a value for each name of the header
--
-- What a spreadsheet leaves behind the last column is passed over as long as it is empty.
select line, {cells}
from sheet_records
where
    sound
    and line > $line
    and text <> $header
    and case
        when width > $width
            then trim(array_to_string(list_slice(cells, $width + 1, width), ''), $blanks) = ''
        else width = $width
    end
