"""Which version of a term counts for a session: what is known now, what stood then, what moved."""

from __future__ import annotations

import pytest

from tests.planting.rows import at, one, spoke, term
from tests.planting.verdicts import CLEAR, LOGINS, day, told


def later(number=1, on=(3, 20), **more):
    """Another version of a term, recorded on a day."""
    return term(number, recorded_at=day(on), registry_version=f"2026-{on[0]:02}-{on[1]:02}", **more)


def test_the_register_can_be_asked_as_it_was_known_then():
    terms = [term(status="pending"), later()]
    then = one(CLEAR, LOGINS, terms, known_at=day((3, 19)))
    now = one(CLEAR, LOGINS, terms)
    assert (then["verdict"], then["registry_version"]) == ("pending", "2026-01-01")
    assert (now["verdict"], now["registry_version"]) == ("registered", "2026-03-20")


STOOD = [
    ("revoked since", [term(), later(status="revoked")]),
    ("closed since", [term(), later(state="closed")]),
    ("shortened since", [term(), later(valid_to=day((2, 1)))]),
    ("for another remote since", [term(), later(remote=("host", "x.example"))]),
    ("somebody else's since", [term(), later(binding=("account", "egle"), registrant_id="F-2")]),
]


@pytest.mark.parametrize("terms", [one[1] for one in STOOD], ids=[one[0] for one in STOOD])
def test_nobody_is_accused_by_what_was_recorded_after_a_session_that_a_term_covered(terms):
    assert told(terms=terms) == ("registered", "stood_then", "R-1")


def test_what_was_recorded_before_a_session_counts():
    assert told(terms=[term(), later(on=(3, 13), status="revoked")])[0] == "revoked"
    assert told(terms=[term(), later(on=(3, 13), state="closed")])[0] == "unregistered"


def test_a_version_that_was_recorded_and_replaced_after_a_session_says_nothing_of_it():
    terms = [later(on=(3, 20)), later(on=(3, 21), status="revoked")]
    assert told(terms=terms)[0] == "revoked"


def test_what_is_known_now_goes_before_what_stood():
    terms = [term(), later(status="revoked"), term(2)]
    assert told(terms=terms) == ("registered", "active_term", "R-2")


MOVED = {"binding": ("account", "new")}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ((3, 20), ("registered", "stood_then", "R-1")),
        ((3, 13), ("registered", "moved_binding", "R-1")),
        ((3, 1), ("registered", "moved_binding", "R-1")),
        ((2, 27), ("unregistered", "no_term", None)),
    ],
)
def test_a_binding_that_a_term_moved_from_counts_for_moved_days_more(on, expected):
    assert told(terms=[term(), later(on=on, **MOVED)]) == expected


AHEAD = {"valid_from": day((3, 20)), **MOVED}
HEIR = {"registrant_id": "F-1", "first_recorded_at": day((3, 10)), "moved_from": "R-1", **AHEAD}


@pytest.mark.parametrize(
    "terms",
    [
        [term(), later(on=(3, 10), **AHEAD)],
        [term(), later(on=(3, 10), **AHEAD), later(on=(3, 12), authority_ref="A-7", **AHEAD)],
        [term(), later(on=(3, 10), status="pending", **AHEAD)],
        [term(), later(on=(3, 10), state="closed"), later(2, on=(3, 10), **HEIR)],
    ],
    ids=["in its row", "and corrected", "undecided", "in a row of its own"],
)
def test_a_move_that_is_recorded_ahead_leaves_the_old_binding_until_it_begins(terms):
    assert told(terms=terms) == ("registered", "moved_binding", "R-1")


@pytest.mark.parametrize(
    "terms",
    [
        [term(), later(on=(3, 10), **AHEAD), later(on=(3, 12), status="revoked", **AHEAD)],
        [term(), later(on=(3, 10), registrant_id="F-2", **AHEAD)],
        [term(valid_to=day((3, 9))), later(on=(3, 10), **AHEAD)],
    ],
    ids=["revoked since", "to another registrant", "had ended before"],
)
def test_a_move_that_is_recorded_ahead_covers_no_more_than_what_stood(terms):
    assert told(terms=terms)[0] == "unregistered"


def test_a_term_that_moved_and_was_revoked_speaks_for_nobody_on_the_old_binding():
    terms = [term(), later(on=(3, 10), **MOVED), later(on=(3, 12), status="revoked", **MOVED)]
    assert told(terms=terms)[0] == "unregistered"


def test_a_binding_that_went_to_another_registrant_has_not_moved():
    terms = [term(), later(on=(3, 13), registrant_id="F-2", **MOVED)]
    assert told(terms=terms)[0] == "unregistered"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"registrant_id": "F-1"}, ("registered", "moved_binding", "R-2")),
        ({"registrant_id": "F-2"}, ("expired", "term_expired", "R-1")),
        (
            {"registrant_id": "F-1", "valid_from": day((2, 1)), "first_recorded_at": day((2, 1))},
            ("expired", "term_expired", "R-1"),
        ),
        # paper that came late
        (
            {"registrant_id": "F-1", "valid_from": day((2, 1)), "first_recorded_at": day((3, 20))},
            ("registered", "moved_binding", "R-2"),
        ),
    ],
)
def test_a_term_that_names_what_it_moved_from_keeps_the_old_binding_for_moved_days(more, expected):
    heir = {"valid_from": day((3, 12)), "first_recorded_at": day((3, 1)), "moved_from": "R-1"}
    terms = [term(valid_to=day((2, 1))), term(2, **(MOVED | heir | more))]
    assert told(terms=terms) == expected


def parts(terms, **more):
    """The parts of a session of an hour at noon, as clock times, verdicts and ids."""
    session = one([spoke("12:00", 3600)], LOGINS, terms, **more)
    return [
        (
            part["from_at"].strftime("%H:%M"), part["to_at"].strftime("%H:%M"),
            part["verdict"], part["registration_id"],
        )
        for part in session["parts"] or []
    ]  # fmt: skip


def test_a_session_over_a_change_has_the_mildest_verdict_and_shows_all_parts():
    ending = [term(valid_to=at("12:20"), grace_days=0)]
    assert told([spoke("12:00", 3600)], terms=ending)[0] == "registered"
    assert parts(ending) == [
        ("12:00", "12:20", "registered", "R-1"),
        ("12:20", "13:00", "expired", "R-1"),
    ]
    renewed = [*ending, term(2, valid_from=at("12:40"))]
    assert parts(renewed) == [
        ("12:00", "12:20", "registered", "R-1"),
        ("12:20", "12:40", "pending", "R-2"),
        ("12:40", "13:00", "registered", "R-2"),
    ]


def test_of_two_versions_that_covered_a_session_the_category_is_that_of_one_rule():
    stood = [term(category=name, recorded_at=at(when)) for name, when in
             [("other", "11:00"), ("bank", "12:20"), ("company", "12:40")]]  # fmt: skip
    gone = term(recorded_at=at("20:00"), state="closed")
    found = {
        one([spoke("12:00", 3600)], LOGINS, [*order, gone])["category"]
        for order in (stood, stood[::-1], [stood[1], stood[2], stood[0]])
    }
    assert found == {"company"}


def test_a_suspension_recorded_while_a_session_lasts_is_a_part_of_it():
    suspended = term(status="suspended", recorded_at=at("12:30"))
    assert parts([term(), suspended]) == [
        ("12:00", "12:30", "registered", "R-1"),
        ("12:30", "13:00", "suspended", "R-1"),
    ]


def test_a_part_without_any_term_is_told_too():
    assert parts([term(valid_from=at("12:20"), status="suspended")]) == [
        ("12:00", "12:20", "unregistered", None),
        ("12:20", "13:00", "suspended", "R-1"),
    ]


def test_a_session_with_one_answer_has_no_parts():
    assert parts([term()]) == parts([]) == parts([term(valid_to=at("23:00"))]) == []


def test_what_was_closed_and_came_back_on_another_binding_has_moved():
    terms = [term(), later(on=(3, 10), state="closed"), later(on=(3, 12), **MOVED)]
    assert told(terms=terms) == ("registered", "moved_binding", "R-1")
