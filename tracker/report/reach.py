"""What a query may name: tables that are offered to it, and functions of values alone.

DuckDB's own parser says what a query is made of, and everything in it must be known here: what is
new in an engine is refused until somebody has looked at it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import read_statement
from tracker.errors import UsageError, near
from tracker.tables import tables

_NODES = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
_PARTS = {
    "ORDER_MODIFIER", "LIMIT_MODIFIER", "LIMIT_PERCENT_MODIFIER", "DISTINCT_MODIFIER",
    "ORDER_DEFAULT", "ASCENDING", "DESCENDING",
}  # fmt: skip
_RELATIONS = {
    "BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST", "EMPTY", "PIVOT",
    "SHOW_REF",
}  # fmt: skip
_EXPRESSIONS = {
    "BETWEEN", "CASE", "CAST", "COLLATE", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT",
    "DEFAULT", "FUNCTION", "LAMBDA", "LAMBDA_REF", "OPERATOR", "PARAMETER", "POSITIONAL_REFERENCE",
    "STAR", "SUBQUERY", "TYPE", "WINDOW",
}  # fmt: skip
_KNOWN = _NODES | _PARTS | _RELATIONS
_DESCRIBES = {"DESCRIBE", "SUMMARY"}
# Functions that make rows of what they are given.
ROW_FUNCTIONS = ("generate_series", "json_each", "json_tree", "range", "repeat", "unnest")
_TABLES = "`tracker tables` lists them"


@dataclass(frozen=True)
class Reach:
    """What queries are offered; tables in lower case, as the engine takes no notice of case."""

    tables: Collection[str]
    functions: Collection[str]
    taken: Collection[str]  # names of the engine's own relations, the tables among them


def read_reach(engine: DuckDB) -> Reach:
    """What queries are offered in an engine that shows a lake."""
    names, functions = (
        engine.rows(read_statement(Path(__file__).with_name(f"{of}.sql")))["name"].to_pylist()
        for of in ("engine_name", "callable")
    )
    return Reach(set(tables()), set(functions), set(names))


def refuse_reach(tree: str, reach: Reach) -> None:
    """Raises UsageError where a parsed query (as JSON) names anything that it is not offered."""
    try:
        parsed = json.loads(tree)
    except RecursionError:
        raise UsageError("the query is nested too deeply", todo="write it flatter") from None
    parts = list(_parts(parsed.get("statements")))
    own = {name.lower() for part in parts for name in _own_names(part)}
    _refuse_own(own, reach)
    for part in parts:
        _refuse_part(part, reach, own)


def _parts(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of a tree, in the order in which the query says them."""
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += reversed(one.values())
        elif isinstance(one, list):
            waiting += reversed(one)


def _own_names(part: dict[str, Any]) -> list[str]:
    """What the queries of a `with` are called."""
    ctes = part.get("cte_map")
    return [str(one["key"]) for one in ctes["map"]] if ctes else []


def _refuse_own(own: Collection[str], reach: Reach) -> None:
    """A name of a `with` stands for its query only there; elsewhere it must stand for nothing."""
    for name in own:
        if not name.isidentifier() or (name in reach.taken and name not in reach.tables):
            raise UsageError(
                f"{name!r} is no name for a part of a query", expected="a word of its own"
            )


def _refuse_part(part: dict[str, Any], reach: Reach, own: Collection[str]) -> None:
    kind = part.get("type")
    if "class" in part:
        if part["class"] not in _EXPRESSIONS:
            raise _not_known(part["class"])
        if "function_name" in part:
            _refuse_function(part["function_name"], {*reach.functions, *ROW_FUNCTIONS})
    elif isinstance(kind, str) and kind not in _KNOWN and not kind.endswith("_TYPE_INFO"):
        raise _not_known(kind)
    elif kind == "BASE_TABLE":
        _refuse_table(part["qualified_name"]["path"], {*reach.tables, *own})
    elif kind == "TABLE_FUNCTION":
        _refuse_row_function(part["function"].get("function_name", ""))
    elif kind == "SHOW_REF" and (part["show_type"] not in _DESCRIBES or not part["query"]):
        raise UsageError(
            "the query asks what there is",
            todo="`describe TABLE` tells columns, `tracker tables` all",
        )


def _refuse_table(path: list[str], offered: Collection[str]) -> None:
    if len(path) == 1 and path[0].lower() in offered:
        return
    name = ".".join(path)
    raise UsageError(
        f"no table {name!r} is offered to a query",
        expected="a table of the lake, or a name that the query gives itself",
        todo=near(path[-1], offered) or _TABLES,
    )


def _refuse_function(name: str, offered: Collection[str]) -> None:
    if name.lower() not in {one.lower() for one in offered}:
        raise UsageError(
            f"no function {name!r} is offered to a query",
            expected="one that works on the values it is given",
            todo=near(name, offered),
        )


def _refuse_row_function(name: str) -> None:
    if name.lower() not in ROW_FUNCTIONS:
        raise UsageError(
            f"a query makes no rows by {name!r}",
            expected=f"a table, or one of {', '.join(ROW_FUNCTIONS)}",
            todo=near(name, ROW_FUNCTIONS),
        )


def _not_known(kind: str) -> UsageError:
    told = kind.lower().replace("_", " ")
    return UsageError(f"the query has a part of kind {told}", expected="what a plain select has")
