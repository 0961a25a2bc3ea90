-- title: a group of four digits without leading zeros; one nought stays
create or replace macro bare_group(digits) as
    if(digits = '0000', '0', ltrim(digits, '0'))
