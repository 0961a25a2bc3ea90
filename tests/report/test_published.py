"""The published form of an impact: nobody can be counted out of it, and what it tells is true."""

from __future__ import annotations

import pytest

from tests.report.reckoned import KINDS, MEASURES, SEVERAL, of_night
from tests.report.test_concealing import betrayed


def sums_of(found, table):
    """Of each number that is told, rows and those beside them, the groups of people it sums."""
    groups = list(table)
    sums = [
        [
            group
            for group in groups
            if row["policy"] in KINDS[group[1]][1]
            and row["category"] in (group[0], "all")
            and row["lawful"] in (KINDS[group[1]][2], "all")
        ]
        for row in found.rows.to_pylist()
        if not row["suppressed"]
    ]
    beside = {"dismissed": found.dismissed, "weak": found.weaker}
    sums += [[g for g in groups if g[1] == kind] for kind, n in beside.items() if n is not None]
    return [frozenset(map(groups.index, one)) for one in sums]


@pytest.mark.parametrize("day", SEVERAL)
def test_what_is_published_gives_no_group_of_fewer_than_ten_away(public, day):
    """From sessions, hours and bytes together with what is told beside them; so with subscribers."""
    table = public[1][day]
    few = {n: people for n, people in enumerate(table.values()) if len(people) < 10}
    found = of_night(public, day, published=True)
    assert not betrayed(sums_of(found, table), few, len(table))
    assert betrayed(sums_of(of_night(public, day), table), few, len(table))


@pytest.mark.parametrize("day", SEVERAL)
def test_what_is_published_is_true_and_people_are_told_in_tens(public, day):
    """Two counts of people who are partly the same would tell of one or two by their difference."""
    plain, found = of_night(public, day), of_night(public, day, published=True)
    shown = 0
    for true, row in zip(plain.rows.to_pylist(), found.rows.to_pylist(), strict=True):
        if row["suppressed"]:
            assert [row[name] for name in MEASURES] == [None] * len(MEASURES)
            continue
        shown += bool(row["sessions"])
        assert [row[name] for name in MEASURES[:3]] == [true[name] for name in MEASURES[:3]]
        for name in ("subscribers", "addresses"):
            if row[name] is None:
                assert 1 <= true[name] <= 4
            else:
                assert row[name] % 10 == 0
                assert abs(row[name] - true[name]) <= 5
                assert row[name] or not true[name]
    assert shown
    assert found.dismissed in (None, plain.dismissed)
    assert (found.weaker, plain.weaker > 0) in ((None, True), (0, False))
