"""What stands in the report, without a browser: the words, the numbers, and nothing of elsewhere."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from tests.report.page.conftest import MADE
from tests.report.planted import NIGHT, RUN, rows, session
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
    from tests.report.planted import connection

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
