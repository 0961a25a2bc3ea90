"""Each condition and each number of each detection is noticed by a case of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlglot
from sqlglot import expressions as exp

from tracker.engine.duckdb import DuckDB
from tracker.errors import SettingsError
from tracker.judge.cases import Case, read_cases, run_cases
from tracker.judge.detections import Detection, read_detections

DETECTIONS = {one.name: one for one in read_detections()}


@pytest.fixture(scope="module")
def duckdb():
    with DuckDB() as engine:
        yield engine


@pytest.mark.parametrize("name", DETECTIONS)
def test_a_detection_without_one_of_its_conditions_or_with_another_number_fails_a_case(
    name, duckdb
):
    detection = DETECTIONS[name]
    cases = read_cases([detection])
    changed = [*without_conditions(detection), *with_other_numbers(detection)]
    assert [change for change, other in changed if not notices(duckdb, other, cases)] == []


def notices(engine: DuckDB, changed: Detection, cases: list[Case]) -> bool:
    """Whether a case comes out otherwise, or the query fails on what a condition kept from it."""
    try:
        return run_cases(engine, [changed], cases) != []
    except SettingsError:
        return True


def without_conditions(detection: Detection) -> Iterator[tuple[str, Detection]]:
    """Each part of `and`, `or` and `in` left out in turn, and each `case when` always and never true."""
    parsed = sqlglot.parse_one(detection.statement.sql, read="duckdb")
    for number, node in enumerate(parsed.walk()):
        other = parsed.copy()
        twin = next(one for place, one in enumerate(other.walk()) if place == number)
        parent = twin.parent
        told = node.sql("duckdb")
        if isinstance(parent, (exp.Where, exp.Having)):
            parent.pop()
        elif isinstance(parent, exp.If) and twin.arg_key == "this":
            for always in (exp.true(), exp.false()):
                twin.replace(always)
                twin = always
                yield f"{always} for {told}", _with_sql(detection, other.sql("duckdb"))
            continue
        elif isinstance(parent, (exp.And, exp.Or)):
            parent.replace(parent.right if twin is parent.left else parent.left)
        elif isinstance(parent, exp.In) and twin.arg_key == "expressions":
            twin.pop()
        else:
            continue
        yield f"without {told}", _with_sql(detection, other.sql("duckdb"))


def with_other_numbers(detection: Detection) -> Iterator[tuple[str, Detection]]:
    """The weight and each number a step up and a step down, each word of a text left out."""
    yield "another weight", replace(detection, weight=detection.weight + 1)
    for one in detection.statement.params:
        for value in _others(one.value):
            statement = detection.statement.with_values({f"{detection.name}.{one.name}": value})
            yield f"{one.name} = {value}", replace(detection, statement=statement)


def _others(value: float | str) -> list[int | float | str]:
    if isinstance(value, int):
        return [value - 1, value + 1]
    if isinstance(value, float):
        return [value * 0.95, value * 1.05]
    words = value.split()
    return [" ".join(other for other in words if other != word) for word in words]


def _with_sql(detection: Detection, sql: str) -> Detection:
    return replace(detection, statement=replace(detection.statement, sql=sql))
