"""Every format by its three files: spec, sample, golden."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import re
from dataclasses import replace
from typing import Any

import pytest

from tests.formats.renew import WRITTEN, ZONE, golden, parsed, sample
from tests.parsing import Read, read
from tracker.formats import formats
from tracker.read.columns import names_in
from tracker.spec import Spec

TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d")


@pytest.fixture(scope="module", params=formats())
def spec(request) -> Spec:
    return formats()[request.param]


ALONE = [
    spec.stem
    for spec in formats().values()
    if spec.by_line() and not spec.lines.each and not spec.context
    and sample(spec.stem).read_text().split("\n", 1)[0].strip() not in ("[", "{")
]  # fmt: skip
TURNED = frozenset(ALONE[::2])


@pytest.fixture(scope="module")
def found(spec, tmp_path_factory) -> Read:
    """The rows of the spec's sample, packed, with other line ends, and of some read backwards.

    A line is told by its place in the sample. Backwards are samples of which each line tells alone
    what it is; the last one has no end, and stays last.
    """
    *lines, last = sample(spec.stem).read_bytes().split(b"\n")
    turned = spec.stem in TURNED
    log = tmp_path_factory.mktemp("packed") / sample(spec.stem).name
    content = b"\r\n".join([*(lines[::-1] if turned else lines), last])
    log.write_bytes(gzip.compress(content))
    os.utime(log, (WRITTEN, WRITTEN))
    told = read(log, zone=ZONE, format=spec.name)
    return replace(told, rows=turned_back(told.rows, len(lines))) if turned else told


def turned_back(rows: list[dict[str, Any]], ended: int) -> list[dict[str, Any]]:
    """Rows of a log that was read backwards but for its last line, as if it had not been."""
    back = [
        row | {"line": ended + 1 - row["line"] if row["line"] <= ended else row["line"]}
        for row in rows
    ]
    return sorted(back, key=lambda row: row["line"])


def test_a_sample_gives_the_rows_of_its_golden(spec):
    assert parsed(spec.stem).splitlines() == golden(spec.stem).read_text().splitlines()


def test_packing_other_line_ends_and_another_order_of_lines_change_no_row(spec, found):
    assert in_order(found.rows) == in_order(rows_of(spec.stem))


def rows_of(name: str) -> list[dict[str, Any]]:
    """The rows of a golden, a reject's text under the name that it has in its table."""
    rows = [json.loads(line) for line in golden(name).read_text().splitlines()]
    return [{"shape" if k == "text" else k: v for k, v in row.items()} for row in rows]


def in_order(rows: list[dict[str, Any]]) -> list[str]:
    """Rows in an order of their own, without what differs from file to file."""
    kept = [{k: plain(v) for k, v in row.items() if k != "source"} for row in rows]
    return sorted(str(sorted(row.items())) for row in kept)


def plain(value: object) -> str:
    """A value as text; a time in UTC, be it one yet or as a golden writes it."""
    if isinstance(value, str) and TIME.fullmatch(value):
        value = dt.datetime.fromisoformat(value)
    return str(value.astimezone(dt.UTC)) if isinstance(value, dt.datetime) else str(value)


def test_every_field_of_a_sample_is_mapped_or_left(spec):
    assert named(spec) <= spec.mapped() | spec.left


def test_no_field_is_both_mapped_and_left(spec):
    assert not spec.mapped() & spec.left


def test_every_record_of_a_sample_is_used_passed_over_or_rejected(spec, found):
    """Counted apart: the lines of the file, the lines of the rows, the rejects."""
    lines = sample(spec.stem).read_text().split("\n")
    rejected, tally = found.of("reject"), found.tally
    assert used_in(spec, found) == tally.used
    assert len(rejected) == tally.rejected.total()
    assert tally.records == tally.used + tally.passed.total() + tally.rejected.total()
    assert tally.lines == found.lines == len(lines) - (lines[-1] == "")
    if spec.lines.syntax != "blocks" and not spec.lines.each:
        assert tally.records == found.lines


def used_in(spec: Spec, found: Read) -> int:
    """How many records rows were made of: those of a line, but where each is a part of one."""
    used = [row["line"] for row in found.rows if row["table"] != "reject"]
    return len(used) if spec.lines.each else len(set(used))


def test_a_reject_stands_at_the_line_that_it_names(spec, found):
    lines = sample(spec.stem).read_text().split("\n")
    for row in found.of("reject"):
        text = row["shape"].split("\n")
        there = lines[row["line"] - 1 :][: len(text)]
        assert there == text or text[0] in there[0]  # a part of the line, where records are parts


def test_a_sample_uses_every_rule_that_passes_lines_over(spec, found):
    passed = set(found.tally.passed) - {"blank", "header"}
    assert passed >= {rule for rule, _ in spec.lines.passed}


def named(spec: Spec) -> set[str]:
    """The fields a sample names: in its headers, as keys, or before an equals sign."""
    lines = sample(spec.stem).read_text().splitlines()
    if spec.lines.syntax == "blocks":
        return set(re.findall(r"^\t(\S+) = ", "\n".join(lines), re.MULTILINE))
    if spec.lines.syntax == "jsonlines":
        return {name for line in lines for name in keys(line)}
    if spec.lines.syntax == "keyvalue":
        used = [line for line in lines if re.search(spec.lines.only, line)]
        sign, assign = (re.escape(s) for s in (spec.lines.delimiter, spec.lines.assign))
        pair = re.compile(f"(?:^|{sign})([\\w.:-]+){assign}")
        return {name for line in used for name in pair.findall(re.sub(r'"[^"]*"', '""', line))}
    if not spec.lines.header:
        return {name for message in spec.messages for name in message.columns if name}
    headers = [line for line in lines if re.search(spec.lines.header, line)]
    return {name for header in headers for name in names_in(spec, header)}


def keys(line: str) -> set[str]:
    """The paths of a JSON object's members that hold no object; a path may go on below."""
    try:
        told = json.loads(line[line.index("{") :])
    except ValueError:
        return set()
    found: set[str] = set()
    open_ = [("", told)]
    while open_:
        path, value = open_.pop()
        if isinstance(value, dict) and value:
            open_ += [(f"{path}.{key}".lstrip("."), below) for key, below in value.items()]
        elif path:
            found.add(path)
    return found
