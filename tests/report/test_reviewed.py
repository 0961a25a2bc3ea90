"""How decisions leave the sessions that they take in, and what ends a dismissal."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.report.deciding import NOW, decide, entry, fired, new, states
from tests.report.planted import HOLDER, NIGHT, rows, session
from tracker.engine.duckdb import DuckDB
from tracker.report.explain import explain
from tracker.report.reviewed import precision
from tracker.report.sessions import Wanted, brief, flagged
from tracker.report.status import status
from tracker.report.story import story

DAY = timedelta(days=1)
OTHER = "f" * 32


def of_days(days, **more):
    """Columns of a session so many days later."""
    first = NIGHT + days * DAY
    times = {"first_at": first, "last_at": first + timedelta(hours=1), "night": first.date()}
    return times | more


def lay(lake, *given):
    """Sessions beside the five that are there; each is unregistered."""
    full = (session(name, **{"verdict": "unregistered"} | columns) for name, columns in given)
    lake.append("session", rows("session", *full))


def lay_all(lake, cases, **more):
    """A session of each case; see `states_of`."""
    numbered = [(f"{number:04}", columns) for number, columns in enumerate(cases.values())]
    lay(lake, *numbered, *more.items())


def states_of(lake, cases, told=states):
    """How the reviews leave the session of each case, or what else is `told` of it."""
    found = told(lake)
    return {name: found.get(f"{number:04}") for number, name in enumerate(cases)}


def names(found) -> list[str]:
    return [one[:4] for one in found.rows["session_id"].to_pylist()]


def told(lake, name) -> str:
    return story(explain(lake, name).to_pylist()[0], ZoneInfo("UTC"))


@pytest.mark.parametrize("outcome", ["confirm", "correct"])
def test_what_a_review_has_settled_waits_behind_what_nobody_has_looked_at(judged, outcome):
    decide(judged, "sure", outcome)
    assert names(flagged(judged)) == ["tied", "weak", "sure"]
    decide(judged, "sure", "reopen")
    assert names(flagged(judged)) == ["sure", "tied", "weak"]


def test_a_dismissed_session_is_left_out_of_what_is_flagged_and_counted(judged):
    decide(judged, "sure")
    found = flagged(judged)
    assert (names(found), found.dismissed) == (["tied", "weak"], 1)
    assert found.verdicts == {"expired": 1, "unregistered": 1}
    found = flagged(judged, Wanted(dismissed=True))
    assert (names(found), found.dismissed) == (["sure", "tied", "weak"], 0)
    assert states(judged)["sure"] == "dismissed"


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("confirm", "confirmed"), ("correct", "corrected"), ("reopen", "reopened")],
)
def test_every_other_decision_is_shown_and_hides_nothing(judged, outcome, state):
    decide(judged, "sure", outcome)
    assert sorted(names(flagged(judged))) == ["sure", "tied", "weak"]
    assert states(judged)["sure"] == state


def test_a_brief_row_tells_reviews_where_there_are_any(judged):
    assert "review" not in brief(flagged(judged).rows).column_names
    decide(judged, "weak", "confirm")
    assert brief(flagged(judged).rows)["review"].to_pylist() == [None, None, "confirmed"]


def test_a_month_counts_what_of_its_flags_is_dismissed(judged):
    decide(judged, "sure")
    decide(judged, "late")
    (month,) = (one for one in status(judged).to_pylist() if one["part"] == "night")
    assert month["told"] == "nights with sessions: 1, sessions flagged: 3, dismissed: 1"


# What a decision takes in


def test_a_session_of_a_gateway_that_does_not_tell_its_address_can_be_dismissed(judged):
    """Alone: of its endpoint too little is known to dismiss another's with it."""
    told = {"remote_ip": None, "gateway": "fw-north"}
    other = {"src_ip": "192.0.2.61", "holder": OTHER}
    lay(judged, ("mute", told), ("next", told | other))
    decide(judged, "mute", scope="endpoint")
    assert (states(judged).get("mute"), states(judged).get("next")) == ("dismissed", None)


SAME = {"src_ip": "192.0.2.60", "remote_ip": "203.0.113.60"}


EDGES = {
    "begun before": ({"first_at": NIGHT - timedelta(hours=1)}, "dismissed"),
    "ended later": ({"last_at": NIGHT + timedelta(hours=9)}, "dismissed"),
    "from the other side": (
        {"direction": "inbound", "remote_port": 40000, "protocol": 6},
        "dismissed",
    ),
    "of nobody": ({"holder": None, "attribution": "unknown"}, "dismissed"),
    "of another": ({"holder": OTHER}, None),
    "hours later": (
        {"first_at": NIGHT + timedelta(hours=5), "last_at": NIGHT + timedelta(hours=6)},
        None,
    ),
    "of another family": ({"family": "openvpn"}, None),
    "from another address": ({"src_ip": "192.0.2.61"}, None),
    "to another remote": ({"remote_ip": "203.0.113.61"}, None),
}


def test_a_session_is_the_same_while_address_remote_family_and_time_are(lake):
    """Late records give it other edges and another id."""
    lay_all(lake, {name: SAME | columns for name, (columns, _) in EDGES.items()}, once=SAME)
    decide(lake, "once")
    assert states_of(lake, EDGES) == {name: state for name, (_, state) in EDGES.items()}


def test_a_dismissal_stays_when_its_session_has_got_another_id(lake):
    lay(lake, ("once", SAME))
    decide(lake, "once")
    given = session("late", "unregistered", **SAME, last_at=NIGHT + timedelta(hours=3))
    lake.replace("session", rows("session", given), [str(NIGHT.date())])
    assert states(lake) == {"late": "dismissed"}
    assert "decided on session once" in told(lake, "late")


SCOPES = {
    "the same": ({}, {"holder", "endpoint"}),
    "from another address": (
        {"src_ip": "192.0.2.99", "direction": "unknown"},
        {"holder", "endpoint"},
    ),
    "of another": ({"holder": OTHER}, {"endpoint"}),
    "of nobody": ({"holder": None, "attribution": "address"}, {"endpoint"}),
    "to another remote": ({"remote_ip": "203.0.113.99"}, set()),
    "of another family": ({"family": "openvpn"}, set()),
}


def test_a_wider_scope_takes_in_the_endpoint_whenever_it_was(lake):
    then = {
        (name, days): SAME | of_days(days) | columns
        for name, (columns, _) in SCOPES.items()
        for days in (-40, 1, 400)
    }
    lay_all(lake, then, once=SAME)
    for scope in ("session", "holder", "endpoint"):
        decide(lake, "once", scope=scope, now=NOW)
        assert states_of(lake, then) == {
            (name, days): "dismissed" if scope in SCOPES[name][1] else None for name, days in then
        }


def test_an_address_that_is_the_subject_stands_for_its_holder(lake):
    own = SAME | {"holder": None, "attribution": "address"}
    lay(
        lake,
        ("once", own),
        ("then", own | of_days(2)),
        ("else", own | of_days(2, src_ip="::1")),
        ("many", own | of_days(3, attribution="shared")),
    )
    decide(lake, "once", scope="holder")
    assert states(lake) == {"once": "dismissed", "then": "dismissed", "else": None, "many": None}


def test_a_dismissal_holds_for_what_begins_before_its_end(lake):
    until = NIGHT + 9 * DAY
    tick = timedelta(microseconds=1)
    last, first = of_days(1) | {"first_at": until - tick}, of_days(1) | {"first_at": until}
    lay(lake, ("once", SAME), ("last", SAME | last), ("next", SAME | first))
    decide(lake, "once", scope="holder", until=until)
    assert states(lake) == {"once": "dismissed", "last": "dismissed", "next": None}
    assert "ended before this session began" in told(lake, "next")


# Which decision counts


LATEST = [
    ([("dismiss", "session"), ("reopen", "session")], "reopened"),
    ([("dismiss", "session"), ("reopen", "endpoint")], "reopened"),
    ([("dismiss", "endpoint"), ("reopen", "session")], "reopened"),
    ([("dismiss", "endpoint"), ("confirm", "session")], "confirmed"),
    ([("confirm", "session"), ("dismiss", "endpoint")], "dismissed"),
    ([("dismiss", "session"), ("reopen", "session"), ("dismiss", "holder")], "dismissed"),
    ([("dismiss", "session"), ("correct", "holder"), ("confirm", "session")], "confirmed"),
]


def test_the_latest_decision_counts_whatever_its_scope(lake):
    """Each on a session at an endpoint of its own."""
    ends = {number: {"remote_ip": f"203.0.113.{number}"} for number in range(len(LATEST))}
    lay_all(lake, {number: SAME | end for number, end in ends.items()})
    for number, (decisions, _) in enumerate(LATEST):
        for outcome, scope in decisions:
            decide(lake, f"{number:04}", outcome, scope)
    assert states_of(lake, ends) == {number: state for number, (_, state) in enumerate(LATEST)}


def test_a_decision_on_one_session_leaves_the_others_of_its_endpoint_as_they_are(lake):
    lay(lake, ("once", SAME), ("then", SAME | of_days(1)))
    decide(lake, "once", scope="endpoint")
    decide(lake, "then", "reopen")
    assert states(lake) == {"once": "dismissed", "then": "reopened"}


def test_of_two_decisions_recorded_in_one_instant_the_one_that_hides_less_counts(lake):
    """Two auditors at once: neither had seen the other's decision."""
    lay(lake, ("once", SAME))
    first = decide(lake, "once", "reopen", dry_run=True).row
    second = decide(lake, "once", dry_run=True).row
    assert first["recorded_at"] == second["recorded_at"]
    lake.append("review", first)
    lake.append("review", second)
    assert states(lake) == {"once": "reopened"}


def test_a_further_dismissal_takes_nothing_from_an_earlier_one(lake):
    """One of a weaker session does not bring back what was dismissed with all its evidence."""
    strong = {"tier": "confirmed", "evidence": [fired(), fired("seen_there", "shape")]}
    lay(
        lake,
        ("once", SAME | strong),
        ("weak", SAME | of_days(1)),
        ("more", SAME | of_days(2, **strong)),
    )
    decide(lake, "once", scope="endpoint")
    decide(lake, "weak", scope="endpoint")
    assert set(states(lake).values()) == {"dismissed"}


# New evidence


def after(lake, had, cases):
    """How a dismissal leaves sessions that have more than the one dismissed had, and what is new."""
    then = {name: SAME | of_days(1, **has) for name, has in cases.items()}
    lay_all(lake, then, once=SAME | had)
    decide(lake, "once", scope="holder")
    return states_of(lake, cases), states_of(lake, cases, new)


NEW = {
    "listed_endpoint": {"evidence": [fired(), fired("listed_endpoint", "list")]},
    "a, b": {"evidence": [fired("b", "shape"), fired("a", "label"), fired("b", "shape")]},
    "tier confirmed, was likely": {"tier": "confirmed"},
    "listed_endpoint; tier confirmed, was likely": {
        "tier": "confirmed",
        "evidence": [fired("listed_endpoint", "list"), fired()],
    },
}


def test_new_evidence_reopens_and_is_named(lake):
    state, what = after(lake, {}, NEW)
    assert state == dict.fromkeys(NEW, "reopened")
    assert what == {name: name for name in NEW}
    assert sorted(names(flagged(lake))) == [f"{number:04}" for number in range(len(NEW))]


OLD = {
    "another weight": {"evidence": [fired(weight=9.5)], "score": 2.5},
    "another detection of the group": {"evidence": [fired("wireguard_opening", "port", 9.0)]},
    "penalties and classes": {
        "evidence": [fired(), fired("fan_out", "penalty", -5.0), fired("attempt", "class", 0.0)]
    },
    "less evidence": {"evidence": []},
    "evidence untold": {"evidence": None},
    "less sure": {"tier": "possible"},
    "another verdict": {"verdict": "revoked"},
    "an entry of a list, without evidence of it": {"matches": [entry("vpn")]},
    "more traffic": {"bytes_out": 10**12, "connections": 900},
}


def test_what_is_no_new_evidence_reopens_nothing(lake):
    state, what = after(lake, {}, OLD)
    assert state == dict.fromkeys(OLD, "dismissed")
    assert what == dict.fromkeys(OLD)


LISTED = {"evidence": [fired(), fired("listed_endpoint", "list")], "matches": [entry("vpn")]}


def test_a_list_of_another_kind_is_new_and_another_of_the_same_kind_is_not(lake):
    more = {
        "of the same kind": [entry("vpn", list="another"), entry("vpn")],
        "of another kind": [entry("tor"), entry("vpn")],
        "of kinds that accuse nobody": [entry("vpn"), entry("licensed_vpn"), entry("hosting")],
    }
    cases = {name: LISTED | {"matches": matches} for name, matches in more.items()}
    state, what = after(lake, LISTED, cases)
    reopened = {"of another kind"}
    assert {name for name in cases if state[name] == "reopened"} == reopened
    assert {name for name in cases if state[name] == "dismissed"} == set(cases) - reopened
    assert what == dict.fromkeys(cases) | {"of another kind": "on a list of tor"}


def test_a_session_kept_without_its_list_entries_lacks_none(lake):
    state, what = after(lake, LISTED | {"matches": None}, {"then": LISTED})
    assert (state, what) == ({"then": "dismissed"}, {"then": None})


def test_evidence_reopens_the_session_decided_on_as_well(lake):
    """Judged again with a newer list, it has what it lacked when it was dismissed."""
    lay(lake, ("once", SAME))
    decide(lake, "once")
    lake.replace(
        "session",
        rows("session", session("once", "unregistered", **SAME, **LISTED)),
        [str(NIGHT.date())],
    )
    assert new(lake) == {"once": "listed_endpoint"}
    decide(lake, "once", reason="listed wrongly")
    assert states(lake) == {"once": "dismissed"}


# What is told of it


def test_explain_tells_who_decided_what_when_and_why(lake):
    lay(lake, ("once", SAME))
    decide(lake, "once", scope="holder", until=NIGHT + 30 * DAY, reason="by letter of 17 March")
    found = told(lake, "once")
    for part in (
        "dismissed: by review it needs no attention",
        "What was decided on it",
        "2026-03-20 10:00:00+00:00 dismiss by ona for all of this holder at this endpoint",
        "at this endpoint, until 2026-04-13 20:00:00+00:00: by letter of 17 March",
        "    holds (review ",
    ):
        assert part in found


def test_explain_tells_why_a_dismissal_does_not_hold(lake):
    lay(lake, ("once", SAME), ("then", SAME | of_days(1, **LISTED)))
    decide(lake, "once", scope="holder")
    assert "does not hold, as this session has what that one had not: listed_endpoint" in told(
        lake, "then"
    )
    decide(lake, "once", "reopen", "holder")
    assert "does not count any more: a later decision does" in told(lake, "once")


def test_explain_says_nothing_of_reviews_where_there_are_none(judged):
    assert "review" not in told(judged, "sure")
    assert explain(judged, "sure").to_pylist()[0]["reviews"] == []


# For whoever measures the detections


def test_precision_counts_what_was_decided_on_by_the_latest_decision(lake):
    far = {"remote_ip": "203.0.113.61"}
    lay(
        lake,
        ("once", SAME),
        ("then", SAME | of_days(1)),
        ("sure", far | {"evidence": [fired(), fired("b", "shape"), fired("p", "penalty", -5.0)]}),
        ("left", {"remote_ip": "203.0.113.62"}),
    )
    decide(lake, "once", scope="endpoint")
    decide(lake, "sure", "dismiss")
    decide(lake, "sure", "confirm")
    with DuckDB() as engine:
        lake.pin().show(engine, ["session", "review"])
        found = precision(engine).to_pylist()
    assert found == [
        {"detection": "b", "confirmed": 1, "dismissed": 0},
        {"detection": "wireguard_port", "confirmed": 1, "dismissed": 1},
    ]


def test_two_subscribers_behind_one_address_are_told_apart(lake):
    """They use one endpoint at one time; what is decided on one says nothing of the other."""
    lay(lake, ("once", SAME | {"holder": HOLDER}), ("else", SAME | {"holder": OTHER}))
    decide(lake, "once")
    assert states(lake) == {"once": "dismissed", "else": None}
