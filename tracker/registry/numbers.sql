-- rows: one text of a subscriber's number with its digits (E.164), or else its fault
--
-- Blanks, dashes, dots, slashes, brackets and a plus are spelling. With a country code declared,
-- 00 before it is a plus, and one nought before anything else is the national prefix in its place.
-- A nought in brackets is dialled by some and not by others: what it meant nobody can tell.
with
written as (
    select distinct binding_value as text
    from sheet_rows
    where
        binding_kind = 'msisdn'
        and binding_value is not null
        and not starts_with(binding_value, 'pseudonym:')
),
bare as (
    select
        text,
        regexp_full_match(text, '[ \x{a0}(]*[+]?[0-9 \x{a0}()./-]*') as is_number,
        regexp_matches(text, '[(][ ]*0+[ ]*[)]') as is_doubtful,
        contains(text, '+') as is_whole,
        regexp_replace(text, '[^0-9]', '', 'g') as digits,
        regexp_full_match(text, '[0-9]+[.,]0+') as is_broken,
    from written
),
understood as (
    select
        *,
        case
            when is_whole then digits
            when starts_with(digits, '00' || $country_code) then substr(digits, 3)
            when starts_with(digits, '0') and not starts_with(digits, '00')
                and $country_code is not null
                then $country_code || substr(digits, 2)
            else digits
        end as number,
    from bare
),
judged as (
    select
        *,
        is_number and not is_doubtful and not is_broken
            and regexp_full_match(number, '[1-9][0-9]{6,14}') as is_sound,
    from understood
)
select
    text,
    if(is_sound, number, null) as number,
    case
        when is_sound then null
        when is_broken then 'is what a spreadsheet made of a number'
        when not is_number or digits = '' then 'is no number of a subscriber'
        when is_doubtful then 'has a nought in brackets'
        when starts_with(number, '0') then 'is understood as ' || number || ', which begins with 0'
        else 'is understood as ' || number || ', which has ' || length(number) || ' digits'
    end as fault,
    case
        when is_sound then null
        when is_broken then 'format the column as text and write the whole number anew'
        when is_number and is_doubtful then 'leave it out'
        when is_number and starts_with(number, '0') and $country_code is null
            then 'write the country code, or declare country_code in tracker.toml'
        when is_number and starts_with(number, '0') then 'write a plus and the country code'
        else ''
    end as todo,
from judged
order by text
