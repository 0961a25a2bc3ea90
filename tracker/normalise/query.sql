-- title: a spec as one query: each record of a file with its rows, or why it makes none
--
-- Every placeholder is filled with expressions that the spec compiles to, never with text from a
-- log. `raws` are the fields as they stand, `texts` what of them is asked for, `cells` null where a
-- mark says so, `steps` what several values are made of, layer upon layer, `typed` the values;
-- `judged` says of each record whether it is used (both columns null), passed over by a rule, or
-- rejected with a reason.
-- What several expressions need is a column of a step of its own: it is then computed, and planned,
-- once. Addresses leave as they are written; what they are is settled a column at a time
-- (address.py).
with
records as (
    {records}
),

raws as (
    select
        *,
        {passed} as passed,
        {raws}
    from records
),

texts as (
    select
        *,
        {texts}
    from raws
),

cells as (
    select
        *,
        {cells}
    from texts
),

{steps}typed as (
    select
        *,
        {values}
    from {stepped}
),

judged as (
    select
        *,
        case when passed is not null then null {checks} end as rejected
    from typed
)

select
    line,
    passed,
    rejected,
    case when rejected is not null then {kept} end as record,
    {extra}
    {rows}
from judged
