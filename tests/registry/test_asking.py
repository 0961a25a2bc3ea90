"""What the register answers: one term whole, its history, and whose terms end soon."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.registry.conftest import KEY, NOW, term, text_of
from tracker.errors import UsageError
from tracker.registry.asking import expiring_terms, list_terms, show_term
from tracker.registry.history import history
from tracker.registry.importing import import_register
from tracker.registry.term_story import term_story
from tracker.settings import Settings

SETTINGS = Settings()
AT = datetime(2026, 3, 14, tzinfo=UTC)
ENDING = term(valid_to="2026-03-19")  # ends with the 20th, in six days


@pytest.fixture
def bring(lake, tmp_path):
    """Imports a whole register; days after the first."""

    def run(*terms, days=0, settings=SETTINGS):
        path = tmp_path / "register.csv"
        path.write_text(text_of(terms))
        now = NOW + timedelta(days=days)
        return import_register(lake, path, settings, KEY, now=now, allow_shrink=True)

    return run


def mailed(lake, days=(30, 7), at=AT):
    """Each row of the letters to write: registrant, band, ids, renewal."""
    rows = expiring_terms(lake, SETTINGS, at, days).to_pylist()
    names = ("registrant_id", "within_days", "registration_ids", "renewal")
    return [tuple(row[name] for name in names) for row in rows]


def due(lake):
    """Each term that is told of, with how far it is renewed: one registrant's letter a term."""
    rows = expiring_terms(lake, SETTINGS, AT).to_pylist()
    return [
        {"registration_id": name, "renewal": row["renewal"]}
        for row in rows
        if row["registrant_id"] == "C-1"
        for name in row["registration_ids"].split()
    ]


def renewal(**other):
    """A term that goes on from ENDING."""
    return ENDING | {"registration_id": "R-2", "valid_from": "2026-03-20", "valid_to": ""} | other


@pytest.mark.parametrize(
    ("next_term", "told"),
    [
        (renewal(), None),
        (renewal(status="pending"), "pending"),
        (renewal(status="rejected"), "none"),
        (renewal(valid_from="2026-03-21"), "none"),  # a day's gap
        (renewal(valid_from="2026-01-01"), None),
        (renewal(valid_from="2026-01-01", valid_to="2026-03-18"), "none"),  # ends before it
        (renewal(registrant_id="C-2"), "none"),
        (renewal(binding_value="198.51.100.0/28"), "none"),
        (renewal(binding_value="198.51.100.0/28", moved_from="R-1"), None),
        (renewal(binding_value="198.51.100.0/28", moved_from="R-1", status="pending"), "pending"),
        (renewal(moved_from="R-1", valid_from="2026-03-25"), None),
        (renewal(remote_kind="cidr", remote_value="203.0.113.0/24"), "none"),
        (renewal(port="1194"), None),
    ],
)
def test_a_term_is_renewed_by_what_goes_on_from_it(lake, bring, next_term, told):
    bring(ENDING, next_term)
    found = {row["registration_id"]: row["renewal"] for row in due(lake)}
    assert found.get("R-1") == told


def test_a_renewal_that_ends_soon_itself_is_told(lake, bring):
    bring(ENDING, renewal(valid_to="2026-04-01"))
    assert mailed(lake) == [("C-1", 30, "R-2", "none")]


@pytest.mark.parametrize(
    ("at", "band"),
    [
        ("2026-02-17T23:59:59+00:00", None),
        ("2026-02-18T00:00:00+00:00", 30),
        ("2026-03-12T23:59:59+00:00", 30),
        ("2026-03-13T00:00:00+00:00", 7),
        ("2026-03-19T23:59:59+00:00", 7),
        ("2026-03-20T00:00:00+00:00", None),
    ],
)
def test_a_term_is_in_the_narrowest_band_that_its_end_lies_in(lake, bring, at, band):
    bring(ENDING)
    found = mailed(lake, at=datetime.fromisoformat(at))
    assert [row[1] for row in found] == ([band] if band else [])


def test_a_registrant_gets_one_letter_and_the_soonest_comes_first(lake, bring):
    late = {"valid_to": "2026-04-05", "grace_days": "60"}
    other = {"registrant_id": "C-0", "binding_value": "198.51.100.0/28"}
    bring(
        term(registration_id="B", binding_value="203.0.113.0/28", **late), ENDING | {"registration_id": "A"},
        term(registration_id="D", binding_value="203.0.113.0/29", status="pending", **late),
        term(registration_id="C", **other, **late), renewal(registration_id="E", status="pending"),
    )  # fmt: skip
    assert mailed(lake) == [("C-1", 7, "A B", "partly pending"), ("C-0", 30, "C", "none")]
    (first, _) = expiring_terms(lake, SETTINGS, AT).to_pylist()
    assert (first["terms"], first["first_ends"].day, first["last_ends"].day) == (2, 20, 6)
    assert first["grace_until"] == datetime(2026, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("other", "at", "standing", "until"),
    [
        ({}, "2025-12-01", "pending", "2026-01-01"),
        ({}, "2026-02-01", "active", "2026-03-20"),
        ({}, "2026-03-01", "expiring", "2026-03-20"),
        ({"grace_days": "5"}, "2026-03-20", "grace", "2026-03-25"),
        ({"grace_days": "5"}, "2026-03-25", "expired", None),
        ({"status": "suspended"}, "2026-02-01", "suspended", None),
        ({"valid_to": ""}, "2026-02-01", "active", None),
    ],
)
def test_a_term_stands_so_until_time_alone_changes_it(lake, bring, other, at, standing, until):
    bring(ENDING | other)
    when = datetime.fromisoformat(at).replace(tzinfo=UTC)
    row = show_term(lake, SETTINGS, "R-1", when).to_pylist()[0]
    ends = until and datetime.fromisoformat(until).replace(tzinfo=UTC)
    assert (row["standing"], row["stands_until"]) == (standing, ends)


def test_a_term_is_told_as_it_was_recorded_then(lake, bring):
    bring(ENDING)
    bring(term(status="suspended"), days=1)
    then = show_term(lake, SETTINGS, "R-1", AT, known_at=NOW).to_pylist()[0]
    assert (then["status"], [one["change"] for one in then["versions"]]) == ("approved", ["added"])
    now = show_term(lake, SETTINGS, "R-1", AT).to_pylist()[0]
    assert (
        now["versions"][1]["what"]
        == "valid_to 2026-03-19 -> 2026-12-31; status approved -> suspended"
    )
    assert list_terms(lake, SETTINGS, AT, known_at=NOW)["status"].to_pylist() == ["approved"]


def test_a_term_that_was_closed_is_still_told(lake, bring):
    bring(ENDING)
    bring(term(registration_id="R-2"), days=1)
    row = show_term(lake, SETTINGS, "R-1", AT).to_pylist()[0]
    assert (row["standing"], row["stands_until"]) == ("closed", None)
    told = term_story(row, ZoneInfo("Europe/Vilnius"))
    assert "closed: the register no longer has it" in told
    assert "2026-01-01 02:00:00+02:00 to 2026-03-20 02:00:00+02:00" in told


@pytest.mark.parametrize("standing", ["pending", "active", "grace", "revoked", "closed"])
def test_a_story_says_what_each_standing_means(lake, bring, standing):
    bring(ENDING)
    row = show_term(lake, SETTINGS, "R-1", AT).to_pylist()[0] | {"standing": standing}
    assert f"{standing} until" in term_story(row, ZoneInfo("UTC"))


def test_an_id_that_was_never_recorded_is_refused_with_its_nearest(lake, bring):
    bring(*(term(registration_id=name) for name in ("LT-2026-0017", "LT-2026-0018", "X")))
    for ask in (
        lambda name: show_term(lake, SETTINGS, name, AT),
        lambda name: history(lake, SETTINGS, name),
    ):
        with pytest.raises(UsageError, match="the nearest are LT-2026-0017, LT-2026-0018, "):
            ask("lt-2026-017")


def test_days_are_told_in_the_night_zone_and_other_times_with_their_offset(lake, bring):
    vilnius = Settings(night_zone="Europe/Vilnius")
    bring(term(valid_to=""), settings=vilnius)
    bring(term(valid_to="2026-03-31"), days=1, settings=vilnius)
    bring(term(valid_to="2026-03-31T12:00:00+03:00"), days=2, settings=vilnius)
    assert history(lake, vilnius)["what"].to_pylist() == [
        None,
        "valid_to none -> 2026-03-31",
        "valid_to 2026-03-31 -> 2026-03-31T12:00:00+03:00",
    ]


def test_a_term_that_passed_to_another_registrant_is_in_the_history_of_both(lake, bring):
    bring(term())
    bring(term(registrant_id="C-2"), days=1)
    done = bring(term(registrant_id="C-3"), days=2)
    told = {who: history(lake, SETTINGS, registrant=who).num_rows for who in ("C-1", "C-2", "C-3")}
    assert told == {"C-1": 2, "C-2": 2, "C-3": 1}
    assert done.registrants == 2


def test_a_window_of_the_history_has_its_begin_and_not_its_end(lake, bring):
    for days, port in enumerate(("500", "501", "502")):
        bring(term(port=port), days=days)
    window = {"since": NOW + timedelta(days=1), "until": NOW + timedelta(days=2)}
    assert history(lake, SETTINGS, **window)["what"].to_pylist() == ["port 500 -> 501"]
