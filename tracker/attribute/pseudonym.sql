-- title: the pseudonym of each name, under the rules that the lake was made with
--
-- Reads `named` (kind, name). HMAC-SHA-256 (RFC 2104) of the folded name, 32 hexadecimal digits of
-- it. Folded is: NFC, no blanks around it; of a login no realm that is to be stripped; lower case,
-- unless case tells names apart. A MAC address becomes six pairs with colons, whether written in
-- pairs, in fours, in halves, without leading zeros or without a sign between. What has no letter
-- and is bare, or in fours or halves with dashes, stays: it may be a number. A number behind a plus
-- loses the plus and what stands between its digits. Lakes of layout 1 have neither of the two.
with
plain as (
    select
        kind, name,
        trim(nfc_normalize(name)) as login,
        kind in ('user', 'account') as has_realm,
        list_transform(
            cast($strip_realms as varchar[]), lambda realm: lower(nfc_normalize(realm))
        ) as realms,
    from named
),
before as (
    select
        * replace (
            case
                when has_realm and $strips_realms
                    and list_contains(realms, lower(regexp_extract(login, '(?s)^.+@([^@]+)$', 1)))
                then trim(regexp_extract(login, '(?s)^(.+)@[^@]+$', 1))
                else login
            end as login
        ),
    from plain
),
alone as (
    select
        * replace (
            case
                when has_realm and $strips_realms
                    and list_contains(realms, lower(regexp_extract(login, '^([^\\/]+)[\\/].', 1)))
                then trim(regexp_extract(login, '(?s)^[^\\/]+[\\/](.+)$', 1))
                else login
            end as login
        ),
    from before
),
lowered as (
    select *, lower(login) as small, if($fold_case, small, login) as cased, from alone
),
folded as (
    select
        kind, name,
        -- A condition that costs little goes before each that costs much.
        case
            when not $one_spelling or length(small) not between 8 and 40 then cased
            when length(small) between 11 and 17
                and regexp_full_match(small, '[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}')
            then array_to_string(
                list_transform(string_split(small, ':'), lambda pair: lpad(pair, 2, '0')), ':'
            )
            when length(small) between 12 and 17 and (
                regexp_full_match(small, '([0-9a-f]{2}-){5}[0-9a-f]{2}')
                or regexp_full_match(small, '([0-9a-f]{4}[.:]){2}[0-9a-f]{4}')
                or regexp_matches(small, '[a-f]') and regexp_full_match(
                    small, '([0-9a-f]{4}-?){2}[0-9a-f]{4}|[0-9a-f]{6}[-:][0-9a-f]{6}'
                )
            )
            then regexp_replace(
                regexp_replace(small, '[^0-9a-f]', '', 'g'), '(..)(..)(..)(..)(..)(..)',
                '\1:\2:\3:\4:\5:\6'
            )
            when starts_with(small, '+') and regexp_full_match(small, '\+[0-9][0-9 ()/.-]*')
                and length(regexp_replace(small, '[^0-9]', '', 'g')) between 7 and 15
            then regexp_replace(small, '[^0-9]', '', 'g')
            else cased
        end as folded,
    from lowered
)
select
    kind, name,
    left(sha256($opad || unhex(sha256($ipad || encode(folded)))), 32) as pseudonym,
from folded
