"""An impact in words and tables: every number is one of its rows."""

from __future__ import annotations

import re

import pytest

from tests.report.planted import session
from tests.report.reckoned import MEASURES, SEVERAL, cell, laid, of_night
from tracker.report.impact import POLICIES, by_category, by_policy, impact
from tracker.report.impact_words import told


def test_words_tell_every_sum_and_no_other_number(nights):
    text = " ".join(told(impact(nights)))
    found = impact(nights)
    for policy in POLICIES:
        assert f"{cell(found, policy)['sessions']:,} session" in text
        assert f"{cell(found, policy, 'all', 'lawful')['sessions']:,}" in text
    assert f"dismissed the flags of {found.dismissed} session" in text
    assert f"{found.weaker} weaker session" in text
    unclear = cell(found, "blanket_ban", "all", "undetermined")["sessions"] - found.dismissed
    assert f"What cannot be judged is the use in {unclear} sessions (" in text


@pytest.mark.parametrize("day", SEVERAL)
def test_words_have_no_number_that_is_not_told(public, day):
    """Each number in them is one of the rows, or follows from these; dates are none."""
    found = of_night(public, day, published=True)
    text = re.sub(r"\d{4}-\d\d-\d\d|\d+\.\d%", "", " ".join(told(found)))
    cells = [row for row in found.rows.to_pylist() if not row["suppressed"]]
    known = {round(row[name]) for row in cells for name in MEASURES}
    known |= {10, round((cell(found, "blanket_ban")["bytes"] or 0) / 1e6), found.weaker}
    if found.dismissed is not None:
        undetermined = cell(found, "blanket_ban", "all", "undetermined")["sessions"]
        known |= {found.dismissed, (undetermined or 0) - found.dismissed}
    assert {int(one.replace(",", "")) for one in re.findall(r"\d[\d,]*", text)} <= known
    assert ("or was dismissed" in text) == (found.dismissed is None)


def test_words_of_one_are_of_one(lake):
    text = " ".join(told(laid(lake, session("one", "expired"))))
    assert text.startswith(
        "In the night 2026-03-14, use of a VPN was likely in 1 session, of 1 subscriber."
    )
    assert "Flagged here is the use in 1 session of 1 subscriber:" in text


def test_tables_have_a_row_for_each_policy_and_each_category(nights):
    found = impact(nights)
    assert by_policy(found)["policy"].to_pylist() == list(POLICIES)
    for measure in ("sessions", "subscribers"):
        for row in by_category(found, measure).to_pylist():
            cells = {p: cell(found, p, row["category"], row["lawful"]) for p in POLICIES}
            assert [row[p] for p in POLICIES] == [
                one[measure] if one else 0 for one in cells.values()
            ]


def test_a_table_has_no_number_where_one_is_left_out(public):
    found = of_night(public, 0, published=True)
    for row in by_category(found, "sessions").to_pylist():
        told = [cell(found, policy, row["category"], row["lawful"]) for policy in POLICIES]
        left_out = [bool(one and one["suppressed"]) for one in told]
        assert [row[policy] is None for policy in POLICIES] == left_out
