"""Every command and the report give the same numbers for the same range."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from tests.report.planted import NIGHT
from tests.report.reckoned import MEASURES, cell
from tracker.engine.duckdb import DuckDB
from tracker.report.impact import POLICIES, impact, reckon
from tracker.report.page.figures import figures
from tracker.report.reviewed import keep_reviewed
from tracker.report.sessions import Wanted, flagged, sessions
from tracker.report.verdicts import FLAGGED

WINDOWS = [
    (None, None),
    (NIGHT + timedelta(hours=4), None),
    (None, NIGHT + timedelta(hours=30)),
    (NIGHT + timedelta(hours=7, minutes=31), NIGHT + timedelta(hours=50)),
    (NIGHT + timedelta(hours=12), NIGHT + timedelta(hours=13)),
    (NIGHT + timedelta(days=9), None),
]


def counted(sessions):
    """What sessions come to, summed here one by one."""
    sizes = [[one["bytes_out"] or 0, one["bytes_in"] or 0] for one in sessions]
    lasted = [one["last_at"] - one["first_at"] for one in sessions]
    named, rest = set(), set()
    for one in sessions:
        unclear = one["verdict"] == "unattributable"
        if not unclear and (one["holder"] or one["attribution"] == "address"):
            named.add(one["holder"] or one["src_ip"])
        else:
            rest.add(one["src_ip"])
    return {
        "sessions": len(sessions),
        "hours": pytest.approx(sum(lasted, timedelta()).total_seconds() / 3600),
        "bytes": sum(map(sum, sizes)),
        "subscribers": len(named),
        "addresses": len(rest),
    }


def measured(found, *key):
    return {name: cell(found, *key)[name] for name in MEASURES}


@pytest.mark.parametrize("window", WINDOWS)
def test_sessions_flagged_and_impact_give_the_same_numbers(nights, window):
    since, until = window
    wanted = Wanted(since=since, until=until)
    found, every, urgent = (
        impact(nights, since, until),
        sessions(nights, wanted),
        flagged(nights, wanted),
    )
    seen = [
        row
        for row in every.rows.to_pylist()
        if row["tier"] != "possible"
        or (row["verdict"] == "exempt" and row["reason"] in ("carrier", "encapsulation"))
    ]
    assert measured(found, "flagged") == counted(urgent.rows.to_pylist())
    assert measured(found, "flagged", "all", "unlawful") == counted(urgent.rows.to_pylist())
    assert measured(found, "blanket_ban") == counted(seen)
    assert found.dismissed == urgent.dismissed
    assert found.dismissed or since
    assert cell(found, "blanket_ban")["sessions"] + found.weaker == every.rows.num_rows
    unclear = sum(every.verdicts.get(one, 0) for one in ("unattributable", "inconclusive"))
    weak = [row for row in every.rows.to_pylist() if row not in seen]
    unclear -= sum(row["verdict"] in ("unattributable", "inconclusive") for row in weak)
    undetermined = cell(found, "blanket_ban", "all", "undetermined")["sessions"]
    assert undetermined == unclear + urgent.dismissed


@pytest.mark.parametrize("window", WINDOWS)
def test_the_report_gives_the_same_numbers_too(nights, window):
    """Sessions and verdicts by night and by category, the same flags in the same order, the same impact."""
    wanted = Wanted(*window)
    page, every, urgent = (
        figures(nights, *window),
        sessions(nights, wanted),
        flagged(nights, wanted),
    )
    by_verdict = dict(every.verdicts)
    listed = page.accused["session_id"].to_pylist()
    assert page.summary["sessions"] == every.rows.num_rows
    assert (page.summary["flagged"], page.summary["dismissed"]) == (len(listed), urgent.dismissed)
    assert listed == urgent.rows["session_id"].to_pylist()
    for rows_of in (page.by_night, page.by_category):
        told = Counter()
        for row in rows_of.to_pylist():
            told[row["verdict"]] += row["sessions"]
        assert told.pop("dismissed", 0) == urgent.dismissed
        assert told.total() == sum(by_verdict.values()) - urgent.dismissed
        assert {one: n for one, n in told.items() if one not in FLAGGED} == {
            one: n for one, n in by_verdict.items() if one not in FLAGGED
        }
        assert {one: n for one, n in told.items() if one in FLAGGED} == urgent.verdicts
    assert page.impact.rows.equals(impact(nights, *window).rows)


@pytest.mark.parametrize("window", WINDOWS[:1])
def test_an_engine_that_shows_the_sessions_reckons_the_same(nights, window):
    """A report asks once, and has everything from it."""
    with DuckDB() as engine:
        nights.pin().show(engine)
        engine.connection.execute("create temp view wanted as from session")
        keep_reviewed(engine)
        assert reckon(engine) == impact(nights, *window)


def test_sums_are_what_their_parts_come_to(nights):
    """Of sessions, hours and bytes; a subscriber may be in several parts."""
    found = impact(nights)
    told = found.rows.to_pylist()
    for policy in POLICIES:
        of = [row for row in told if row["policy"] == policy]
        for name in ("sessions", "hours", "bytes"):
            parts = sum(row[name] for row in of if "all" not in (row["category"], row["lawful"]))
            assert cell(found, policy)[name] == pytest.approx(parts)
