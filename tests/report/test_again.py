"""`explain` judges a session again from its record alone, and says whether it is the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.report.planted import NIGHT, RUN, connection, rows, session, term
from tracker.judge.rules import read_rules
from tracker.report.explain import explain
from tracker.report.story import story
from tracker.settings import Settings

LATER = datetime(2026, 4, 1, tzinfo=UTC)
FIRED = {"detection": "wireguard_port", "group": "port", "weight": 8.0, "saw": "it", "guards": ""}


def planted(lake, name, verdict="unregistered", **columns):
    """A session as the rules in force judge it, and a run of these rules."""
    given = {"score": 1.0, "tier": "likely"} | columns
    lake.append("session", rows("session", session(name, verdict, run_id="again", **given)))
    rules = {"settings_digest": Settings().digest(), "judgement_digest": read_rules().digest()}
    lake.append("run", rows("run", RUN | {"run_id": "again"} | rules))


def told(lake, name="one", settings=Settings()):  # noqa: B008  # frozen
    record = explain(lake, name, settings).to_pylist()[0]
    return record, story(record, ZoneInfo("UTC"))


def test_a_record_that_comes_to_what_was_judged_is_the_same(judged):
    planted(judged, "one")
    record, text = told(judged)
    assert (record["again"]["same"], record["by_now"]["same"]) == (True, True)
    assert (record["same_rules"], record["same_settings"]) == (True, True)
    assert "judged again from this record: the same, as was known then and as is known now" in text


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("score", 2.0),
        ("tier", "confirmed"),
        ("verdict", "expired"),
        ("reason", "refused_terms"),
        ("registration_id", "R-7"),
    ],
)
def test_a_record_that_comes_to_another_answer_says_so(judged, column, value):
    if column == "verdict":
        planted(judged, "one", value)
    else:
        planted(judged, "one", **{column: value})
    record, text = told(judged)
    assert record["again"]["same"] is False
    assert (
        "judged again from this record: NOT THE SAME, unregistered (no_term; likely, +1.0)" in text
    )
    assert "nothing that is in force explains it" in text


def test_what_the_register_says_by_now_is_told_apart(judged):
    planted(judged, "one")
    judged.append("registration", rows("registration", term("R-1", recorded_at=LATER)))
    record, text = told(judged)
    assert record["again"]["same"] is True
    assert (record["by_now"]["verdict"], record["by_now"]["registration_id"]) == (
        "registered",
        "R-1",
    )
    assert "judged again from this record: the same\n" in text
    assert "as register and lists are known now: NOT THE SAME, registered (active_term, R-1" in text


def test_what_a_list_says_by_now_is_told_apart(judged):
    planted(judged, "one")
    key = f"{0xFFFF:024x}cb007109"
    listed = {"list": "own", "version": "1", "cidr": "203.0.113.9/32", "first_key": key}
    listed |= {"last_key": key, "category": "infrastructure", "recorded_at": LATER}
    judged.append(
        "endpoint", rows("endpoint", listed | {"as_of": datetime(2026, 1, 1, tzinfo=UTC)})
    )
    record, _ = told(judged)
    assert record["again"]["same"] is True
    assert record["by_now"]["verdict"] == "exempt"


def test_a_term_of_somebody_else_changes_nothing(judged):
    planted(judged, "one")
    foreign = term("R-1", binding_value="f" * 32, recorded_at=LATER)
    judged.append("registration", rows("registration", foreign))
    assert told(judged)[0]["by_now"]["same"] is True


def test_other_rules_than_it_was_judged_by_are_named(judged):
    planted(judged, "one")
    settings = replace(Settings(), judge={"scored": {"prior": -90}})
    record, text = told(judged, settings=settings)
    assert (record["same_rules"], record["same_settings"]) == (False, False)
    assert record["again"]["score"] == -1.0
    assert "other detections, or other numbers" in text
    assert "by other settings" in text


def test_what_would_be_no_session_any_more_is_told(judged):
    planted(judged, "one")
    settings = replace(Settings(), judge={"scored": {"prior": -290}})
    record, text = told(judged, settings=settings)
    assert record["again"] is None
    assert "too little to be a session at all" in text


def test_what_a_sample_counts_is_weighed_as_it_was_seen(judged):
    """Five seconds of 5,000 bytes, one packet in a hundred seen: two groups of evidence make it likely."""
    fired = [FIRED, FIRED | {"detection": "dpi_label", "group": "label", "weight": 5.0}]
    short = {"last_at": NIGHT, "bytes_out": 5000, "bytes_in": 0, "evidence": fired, "score": 6.0}
    planted(judged, "one", **short)
    assert told(judged)[0]["again"]["tier"] == "confirmed"
    judged.append("connection", rows("connection", connection(51820, sampling=100)))
    assert told(judged)[0]["again"]["tier"] == "likely"


HOSTILE = "a\x1b[31mb\u202ec\nUNREGISTERED\u2066"


def test_text_of_logs_registers_and_lists_stays_text_on_one_line(judged):
    """A path, a gateway, a term, a provider's name and a reason, each with an escape, a turn and a line end."""
    matches = [dict.fromkeys(("list", "version", "cidr", "category", "provider", "host"), HOSTILE)]
    planted(judged, "one", gateway=HOSTILE, matches=matches, holder_basis=HOSTILE)
    judged.append("registration", rows("registration", term("R-1" + HOSTILE, remote_kind="provider",
                                                            remote_value=HOSTILE)))  # fmt: skip
    record, _ = told(judged)
    holding = dict.fromkeys(("kind", "gateway", "opening_path", "closing_path"), HOSTILE)
    holding |= {
        "opened_at": NIGHT,
        "opened_by": "start",
        "opening_line": 1,
        "opening_event": "start",
    }
    holding |= {"closed_at": NIGHT, "closed_by": "stop", "closing_line": 2, "closing_event": "stop"}
    holding |= {"opening_at": NIGHT, "closing_at": NIGHT, "port_first": None, "port_last": None}
    spanned = {"gateway": HOSTILE, "from_at": NIGHT, "to_at": NIGHT, "covers": True, "clock": None}
    files = [record["files"][0] | {"path": HOSTILE}]
    record |= {"holding": [holding], "spanned": [spanned], "files": files}
    text = story(record, ZoneInfo("UTC"))
    assert not set("\x1b\u202e\u2066") & set(text)
    assert text.count("a\\u001b[31mb\\u202ec\\u000aUNREGISTERED") >= 8
    assert "\nUNREGISTERED" not in text
