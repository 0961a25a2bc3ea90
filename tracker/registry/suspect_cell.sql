-- title: whether any cell of a column may have a fault, for `cell_faults` to tell
--
-- Nearly every column of nearly every sheet has none, and one query says so of all of them.
create or replace temp macro suspect_cell(value, needed, pattern) as
    bool_or(case
        when value is null then needed
        else not regexp_full_match(value, pattern)
            or regexp_matches(
                value, '^([=+@#-]|TRUE$|FALSE$|[0-9]([.,][0-9]+)?E[+]|[0-9]{5,}[.,]0$)'
            )
    end)
