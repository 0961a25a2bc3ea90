"""What is handed to the person concerned tells of him, and of nobody else."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.report.deciding import decide
from tests.report.planted import HOLDER, NIGHT, SOURCE, login, rows, session, term
from tracker.errors import UsageError
from tracker.report import letter_words
from tracker.report.letter import letter
from tracker.report.outcomes import REVIEWS
from tracker.settings import Letter, Settings

NEIGHBOUR = "f" * 32
LATER = NIGHT + timedelta(days=2)


@pytest.fixture
def lent(lake):
    """A holder with sessions of two nights, a neighbour with one, and one that nobody is named in."""
    given = [
        session("mine", "unregistered"),
        session("also", "registered", first_at=NIGHT + timedelta(hours=2), registration_id="R-1"),
        session("past", "expired", night=LATER.date(), first_at=LATER, registration_id="R-2"),
        session("next", "revoked", holder=NEIGHBOUR, src_ip="192.0.2.77", registration_id="R-9"),
        session("nobody", "unattributable", holder=None, attribution="shared"),
    ]
    lake.append("session", rows("session", *given))
    return lake


def ids(text):
    return re.findall(r"Reference: (\w+?)x+$", text, re.MULTILINE)


def test_a_letter_tells_the_holders_sessions_of_the_night_what_accuses_first(lent):
    assert ids(letter(lent, "also")) == ["mine", "also"]


def test_a_range_tells_of_other_nights_too(lent):
    since = datetime(2026, 3, 15, tzinfo=UTC)
    assert ids(letter(lent, "mine", since=since)) == ["past"]
    assert ids(letter(lent, "mine", since=NIGHT, until=since)) == ["mine", "also"]


def test_where_nobody_is_named_it_tells_of_that_session_alone(lent):
    text = letter(lent, "nobody")
    assert ids(text) == ["nobody"]
    assert "nobody is named" in text
    with pytest.raises(UsageError, match="names nobody"):
        letter(lent, "nobody", since=NIGHT)


def test_a_range_without_any_session_of_his_is_refused(lent):
    with pytest.raises(UsageError, match="no session of this person"):
        letter(lent, "mine", since=datetime(2026, 5, 1, tzinfo=UTC))


def test_no_other_subscriber_is_in_it(lent):
    """Neither addresses, holders and registrations of others, nor what an auditor wrote of them."""
    lent.append("registration", rows("registration", term("R-9", binding_value=NEIGHBOUR)))
    decide(lent, "mine", reason="it was 192.0.2.77 in truth", outcome="confirm")
    text = letter(lent, "mine")
    for secret in ("192.0.2.77", NEIGHBOUR, HOLDER, "R-9", "org-1", "nextx", "in truth"):
        assert secret not in text
    assert "confirmed it" in text


@pytest.mark.parametrize("why", ["a pool", "a binding", "a login", "a prefix", "a side", "private"])
def test_a_remote_side_that_may_be_another_subscribers_is_not_told(lake, why):
    lake.append("source", rows("source", SOURCE))
    remote, key = "198.51.100.9", f"{0xFFFF:024x}c6336409"
    first, last = f"{0xFFFF:024x}c6336400", f"{0xFFFF:024x}c63364ff"
    if why == "a pool":
        told = {"category": "pool_cgnat", "first_key": first, "last_key": last}
        lake.append("endpoint", rows("endpoint", told))
    elif why == "a binding":
        bound = {"binding_kind": "cidr", "binding_first_key": first, "binding_last_key": last}
        lake.append("registration", rows("registration", term("R-9", **bound)))
    elif why == "a login":
        lake.append("login", rows("login", login("c" * 32) | {"ip": remote, "ip_key": key}))
    elif why == "a prefix":
        remote = "2001:db8:5::9"
        told = {"ip_key": "20010db8000500000000000000000000", "prefix_length": 48}
        lake.append("login", rows("login", login("c" * 32) | told))
    elif why == "a side":
        lake.append(
            "session", rows("session", session("other", "exempt", src_ip=remote, holder=NEIGHBOUR))
        )
    else:
        remote = "100.64.3.4"
    lake.append("session", rows("session", session("mine", "unregistered", remote_ip=remote)))
    text = letter(lake, "mine")
    assert remote not in text
    assert "may be another subscriber's" in " ".join(text.split())


def test_a_remote_side_outside_is_told(lent):
    assert "203.0.113.9, port 51820" in letter(lent, "mine")


def test_many_sessions_are_counted_where_they_do_not_fit(lake):
    many = [session(f"n{number:03}", "unregistered") for number in range(40)]
    lake.append("session", rows("session", *many))
    text = letter(lake, "n000")
    assert "30 more are not told here" in text
    assert len(text.splitlines()) < 2 * 70


def test_the_operator_says_whom_to_turn_to(lent):
    assert "whoever handed you this letter" in letter(lent, "mine")
    said = Letter("Tinklas, Vilnius\n+370 5 000", "At the desk.", "Within 14 days.")
    text = letter(lent, "mine", Settings(letter=said))
    for line in ("Tinklas, Vilnius", "+370 5 000", "At the desk.", "Within 14 days."):
        assert line in text.splitlines()


def test_what_is_said_in_a_letter_changes_no_judgement():
    assert Settings(letter=Letter("us")).digest() == Settings().digest()


def test_every_sign_that_hides_or_reorders_is_written_out(lake):
    hostile = "udp\x1b[31m\u202e\nResult: Registered"
    lake.append("session", rows("session", session("mine", "revoked", registration_id=hostile)))
    text = letter(lake, "mine")
    assert not set("\x1b\u202e") & set(text)
    assert "\nResult: Registered" not in text


def test_a_subscriber_whose_login_began_weeks_ago_is_no_less_another(lake):
    long_ago = NIGHT - timedelta(days=20)
    told = {"ip": "198.51.100.9", "ip_key": f"{0xFFFF:024x}c6336409", "at": long_ago}
    told |= {"event_date": long_ago.date()}
    lake.append("source", rows("source", SOURCE))
    lake.append("login", rows("login", login("c" * 32) | told))
    lake.append(
        "session", rows("session", session("mine", "unregistered", remote_ip="198.51.100.9"))
    )
    assert "198.51.100.9" not in letter(lake, "mine")


def test_what_may_be_a_neighbours_is_in_no_letter_and_what_nobody_is_named_for_tells_no_remote(
    lent,
):
    near = session("near", "unattributable", attribution="edge", remote_ip="203.0.113.250")
    lent.append("session", rows("session", near))
    assert ids(letter(lent, "mine")) == ["mine", "also"]
    told = letter(lent, "near")
    assert sorted(ids(told)) == ["also", "mine", "near"]
    assert "203.0.113.250" not in told


@pytest.mark.parametrize(
    ("outcomes", "second", "told"),
    [
        (["dismiss"], ("dismiss",), "Auditors are looking at it; nothing is decided yet."),
        (["reopen"], (), "An auditor has looked at it since; it is open again."),
    ],
)
def test_what_is_not_decided_is_told_as_that(lent, outcomes, second, told):
    for outcome in outcomes:
        decide(lent, "mine", outcome, settings=Settings(second_reviewer=second))
    assert told in " ".join(letter(lent, "mine").split())


def test_every_state_that_reviews_leave_has_its_words():
    assert letter_words._REVIEWS.keys() == REVIEWS.keys()
