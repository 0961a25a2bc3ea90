"""What stands in the report, without a browser: the words, the numbers, and nothing of elsewhere."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from tests.report.page.conftest import MADE
from tests.report.planted import NIGHT, RUN, connection, rows, session
from tracker.report.page.figures import figures
from tracker.report.page.page import report

GAP = {
    "night": date(2026, 3, 14), "gateway": "edge-1", "kind": "logins", "missing": "hours",
    "from_at": NIGHT, "to_at": NIGHT + timedelta(hours=7), "records": 3, "usual": 900,
}  # fmt: skip


def texts(page: str) -> str:
    """What of a page is read, each piece of it parted by one space."""
    bare = re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", bare).split())


def test_a_lake_without_a_judged_night_makes_a_page_that_says_so(lake):
    page = report(lake, made_at=MADE)
    assert "No VPN session was judged in this time." in texts(page)
    assert "0 flagged sessions" in texts(page)


def test_the_same_lake_makes_the_same_page_sign_for_sign(judged):
    assert report(judged, made_at=MADE) == report(judged, made_at=MADE)


def test_nothing_in_it_names_an_address_to_load(judged):
    """But for the names of SVG's own vocabulary, which no browser fetches."""
    named = set(re.findall(r"https?://[^\s\"'<>]+", report(judged, made_at=MADE)))
    assert named <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def test_the_window_takes_in_its_beginning_and_not_its_end(judged):
    late = NIGHT + timedelta(hours=2)
    assert figures(judged, NIGHT, late).summary["sessions"] == 4
    assert figures(judged, late).summary["sessions"] == 1
    told = texts(report(judged, NIGHT, late, made_at=MADE))
    assert "from 2026-03-14 20:00+00:00 until before 2026-03-14 22:00+00:00" in told


def test_a_night_of_which_logs_were_missing_is_called_provisional(lake):
    lake.append("session", rows("session", session("weak", "expired")))
    lake.append("run", rows("run", RUN | {"nights": ["2026-03-14"], "gaps": [GAP]}))
    told = texts(report(lake, made_at=MADE))
    assert "Of 1 night logs were missing: what is said of these is provisional." in told
    assert "2026-03-14 edge-1 logins hours 2026-03-14 20:00:00+00:00" in told
    assert figures(lake).accused["provisional"].to_pylist() == [True]


def test_many_gateways_are_told_as_many_and_those_with_most_holes_are_drawn(lake):
    lake.append("session", rows("session", session("weak", "expired")))
    hour = timedelta(hours=1)
    told = [connection(1, gateway=f"g{n:02}", started_at=NIGHT + at * hour, line=n)
            for n in range(45) for at in range(1 if n >= 40 else 2)]  # fmt: skip
    lake.append("connection", rows("connection", *told))
    lake.append("source", rows("source", {"source": "a1", "state": "done", "recorded_at": NIGHT}))
    found = figures(lake).coverage
    assert set(found["gateways"].to_pylist()) == {45}
    drawn = set(found["gateway"].to_pylist())
    assert len(drawn) == 40
    assert {"g40", "g41", "g42", "g43", "g44"} <= drawn
    assert "Of many gateways the 40 with most holes are shown." in texts(report(lake, made_at=MADE))


def test_a_dismissed_flag_is_counted_apart_and_not_listed(judged):
    from tracker.report.review import Decision, review

    decided = Decision("dismiss", "a test line", "ieva")
    review(judged, "weak", decided, now=datetime(2026, 3, 20, tzinfo=UTC))
    found = figures(judged)
    assert (found.summary["flagged"], found.summary["dismissed"]) == (2, 1)
    assert "weak" not in "".join(found.accused["session_id"].to_pylist())
    assert "1 more would be flagged and were dismissed by review." in texts(
        report(judged, made_at=MADE)
    )


def test_a_name_of_no_characters_ends_no_process(lake):
    lake.append("session", rows("session", session("weak", "expired")))
    lake.append("connection", rows("connection", connection(1, gateway="gw\uffff\ufffe\x1b")))
    lake.append("source", rows("source", {"source": "a1", "state": "done", "recorded_at": NIGHT}))
    assert "gw\\uffff\\ufffe\\u001b" in report(lake, made_at=MADE)


def test_a_run_names_every_version_of_a_list_that_its_nights_were_judged_by(lake):
    later = {"night": date(2026, 3, 15), "list_versions": ["pools 2026-03-15"]}
    lake.append(
        "session", rows("session", session("a", "expired"), session("b", "expired", **later))
    )
    lake.append("run", rows("run", RUN))
    (run,) = figures(lake).runs.to_pylist()
    assert run["lists"] == "pools 2026-03-01, pools 2026-03-15"


def test_subscribers_are_the_same_wherever_the_page_counts_them(lake):
    """Two static addresses of one network are two that were declared."""
    static = {"attribution": "address", "holder": None}
    given = [
        session(name, "unregistered", src_ip=f"2001:db8:77:1::{name}", **static) for name in "12"
    ]
    lake.append("session", rows("session", *given))
    found = figures(lake)
    told = {
        (row["policy"], row["category"], row["lawful"]): row
        for row in found.impact.rows.to_pylist()
    }
    assert found.summary["flagged_subscribers"] == 2
    assert told["flagged", "all", "all"]["subscribers"] == 2


def test_a_verdict_of_a_newer_tracker_is_shown_as_it_is_and_taken_for_nothing_lawful(lake):
    lake.append("session", rows("session", session("odd", "foretold")))
    found = figures(lake)
    sums = {row["lawful"]: row["sessions"] for row in found.impact.rows.to_pylist()
            if (row["policy"], row["category"]) == ("blanket_ban", "all")}  # fmt: skip
    assert (sums["lawful"], sums["undetermined"]) == (0, 1)
    assert "foretold" in texts(report(lake, made_at=MADE))
