"""Every format by its three files: spec, sample, golden."""

from __future__ import annotations

import re

import pytest

from tests.formats.renew import ZONE, golden, parsed, sample
from tests.parsing import Read, read
from tracker.formats import Spec, formats


@pytest.fixture(scope="module", params=formats())
def spec(request) -> Spec:
    return formats()[request.param]


@pytest.fixture(scope="module")
def found(spec) -> Read:
    """The rows of the spec's sample."""
    return read(sample(spec.name), zone=ZONE)


def test_a_sample_gives_the_rows_of_its_golden(spec):
    assert parsed(spec.name).splitlines() == golden(spec.name).read_text().splitlines()


def test_every_field_of_a_sample_is_mapped_or_left(spec):
    assert named(spec) <= spec.mapped() | spec.left


def test_no_field_is_both_mapped_and_left(spec):
    assert not spec.mapped() & spec.left


def test_every_record_of_a_sample_is_used_passed_over_or_rejected(spec, found):
    """Counted apart: the lines of the file, the lines of the rows, the rejects."""
    lines = sample(spec.name).read_text().split("\n")
    rejected, tally = found.of("reject"), found.tally
    used = {row["line"] for row in found.rows} - {row["line"] for row in rejected}
    assert len(used) == tally.used
    assert len(rejected) == tally.rejected.total()
    assert tally.records == tally.used + tally.passed.total() + tally.rejected.total()
    assert tally.lines == found.lines == len(lines) - (lines[-1] == "")
    if spec.lines.syntax != "blocks":
        assert tally.records == found.lines


def test_a_reject_stands_at_the_line_that_it_names(spec, found):
    lines = sample(spec.name).read_text().split("\n")
    for row in found.of("reject"):
        text = row["shape"].split("\n")
        assert lines[row["line"] - 1 :][: len(text)] == text


def test_a_sample_uses_every_rule_that_passes_lines_over(spec, found):
    passed = set(found.tally.passed) - {"blank", "header"}
    assert passed == {rule for rule, _ in spec.lines.passed}


def named(spec: Spec) -> set[str]:
    """The fields a sample names: in its headers, or before an equals sign."""
    text = sample(spec.name).read_text()
    if spec.lines.syntax == "blocks":
        return set(re.findall(r"^\t(\S+) = ", text, re.MULTILINE))
    rule = re.compile(str(spec.lines.header))
    headers = [line for line in text.splitlines() if rule.search(line)]
    bare = (header.removeprefix(spec.lines.header_prefix) for header in headers)
    return {name for header in bare for name in header.split(spec.lines.delimiter)}
