-- title: Functions that work on the values they are given, and ask nobody
--
-- What may answer otherwise within a query reads the clock, a setting or a sequence, writes a log
-- or waits; of these the clock and chance are named here. A macro is a query of its own, and some
-- ask the catalogue.
with
engine_function as (
    select distinct function_name as name, function_type as kind, stability
    from duckdb_functions()
    where internal
),

callable as (
    select name from engine_function
    where kind in ('scalar', 'aggregate', 'window') and stability = 'CONSISTENT'
    union
    select name from engine_function
    where kind = 'macro' and (starts_with(name, 'list_') or starts_with(name, 'array_'))
    union
    select unnest([
        -- Macros that reckon with their arguments.
        'ago', 'date_add', 'days_in_month', 'fdiv', 'generate_subscripts', 'geomean',
        'geometric_mean', 'if', 'json', 'json_group_array', 'json_group_object',
        'map_contains_entry', 'map_contains_value', 'nullif', 'split_part', 'wavg',
        'weighted_avg',
        -- The parser's own.
        'coalesce', 'count_star', 'unnest',
        -- The clock, and chance.
        'current_localtime', 'current_localtimestamp', 'get_current_time',
        'get_current_timestamp', 'now', 'random', 'today', 'transaction_timestamp',
    ])
)

select name
from callable
where
    not starts_with(name, '__')
    -- Statements within a text, their plans and what the engine's own log says.
    and name not in (
        'json_deserialize_sql', 'json_serialize_plan', 'json_serialize_sql',
        'parse_duckdb_log_message', 'pg_typeof', 'version',
    )
order by name
