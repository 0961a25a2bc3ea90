"""Which version of a term counts for a session: what is known now, what stood then, what moved."""

from __future__ import annotations

import pytest

from tests.planting.rows import at, one, spoke, term
from tests.planting.verdicts import CLEAR, LOGINS, day, decided, each_apart

NO_TERM = ("unregistered", "no_term", None)
REVOKED = ("revoked", "term_revoked", "R-1")
EXPIRED = ("expired", "term_expired", "R-1")
STOOD_THEN = ("registered", "stood_then", "R-1")
HAS_MOVED = ("registered", "moved_binding", "R-1")
HEIR_HOLDS = ("registered", "moved_binding", "R-2")


@pytest.fixture(scope="module")
def night():
    """The session of each case of the tables below, by its name."""
    tables = (STOOD, MOVED, AHEAD, TAKEN_OVER, PARTS)
    terms = {name: terms for table in tables for name, (terms, _) in table.items()}
    hour = [spoke("12:00", 3600)]
    return each_apart(
        {
            name: {"connections": hour if name in (PARTS | SHUFFLED) else CLEAR, "terms": told}
            for name, told in (terms | SHUFFLED).items()
        }
    )


def later(number=1, on=(3, 20), **more):
    """Another version of a term, recorded on a day."""
    return term(number, recorded_at=day(on), registry_version=f"2026-{on[0]:02}-{on[1]:02}", **more)


def test_the_register_can_be_asked_as_it_was_known_then():
    terms = [term(status="pending"), later()]
    then = one(CLEAR, LOGINS, terms, known_at=day((3, 19)))
    now = one(CLEAR, LOGINS, terms)
    assert (then["verdict"], then["registry_version"]) == ("pending", "2026-01-01")
    assert (now["verdict"], now["registry_version"]) == ("registered", "2026-03-20")


STOOD = {
    "revoked since": ([term(), later(status="revoked")], STOOD_THEN),
    "closed since": ([term(), later(state="closed")], STOOD_THEN),
    "shortened since": ([term(), later(valid_to=day((2, 1)))], STOOD_THEN),
    "for another remote since": ([term(), later(remote=("host", "x.example"))], STOOD_THEN),
    "somebody else's since": (
        [term(), later(binding=("account", "egle"), registrant_id="F-2")],
        STOOD_THEN,
    ),
    "revoked before": ([term(), later(on=(3, 13), status="revoked")], REVOKED),
    "closed before": ([term(), later(on=(3, 13), state="closed")], NO_TERM),
    "a version recorded and replaced afterwards says nothing": (
        [later(on=(3, 20)), later(on=(3, 21), status="revoked")],
        REVOKED,
    ),
    "what is known now goes before what stood": (
        [term(), later(status="revoked"), term(2)],
        ("registered", "active_term", "R-2"),
    ),
}


@pytest.mark.parametrize("name", STOOD)
def test_nobody_is_accused_by_what_was_recorded_after_a_session_that_a_term_covered(name, night):
    assert decided(night[name]) == STOOD[name][1]


ELSEWHERE = {"binding": ("account", "new")}
MOVED = {
    "moved after the session": ([term(), later(on=(3, 20), **ELSEWHERE)], STOOD_THEN),
    "moved on the day before": ([term(), later(on=(3, 13), **ELSEWHERE)], HAS_MOVED),
    "moved thirteen days before": ([term(), later(on=(3, 1), **ELSEWHERE)], HAS_MOVED),
    "moved fifteen days before": ([term(), later(on=(2, 27), **ELSEWHERE)], NO_TERM),
    "a term that moved and was revoked speaks for nobody on the old binding": (
        [
            term(),
            later(on=(3, 10), **ELSEWHERE),
            later(on=(3, 12), status="revoked", **ELSEWHERE),
        ],
        NO_TERM,
    ),
    "a binding that went to another registrant has not moved": (
        [term(), later(on=(3, 13), registrant_id="F-2", **ELSEWHERE)],
        NO_TERM,
    ),
    "what was closed and came back on another binding has moved": (
        [term(), later(on=(3, 10), state="closed"), later(on=(3, 12), **ELSEWHERE)],
        HAS_MOVED,
    ),
}


@pytest.mark.parametrize("name", MOVED)
def test_a_binding_that_a_term_moved_from_counts_for_moved_days_more(name, night):
    assert decided(night[name]) == MOVED[name][1]


FROM_20TH = {"valid_from": day((3, 20)), **ELSEWHERE}
HEIR = {"registrant_id": "F-1", "first_recorded_at": day((3, 10)), "moved_from": "R-1"}
AHEAD = {
    "in its row": ([term(), later(on=(3, 10), **FROM_20TH)], HAS_MOVED),
    "and corrected": (
        [
            term(),
            later(on=(3, 10), **FROM_20TH),
            later(on=(3, 12), authority_ref="A-7", **FROM_20TH),
        ],
        HAS_MOVED,
    ),
    "undecided": ([term(), later(on=(3, 10), status="pending", **FROM_20TH)], HAS_MOVED),
    "in a row of its own": (
        [
            term(),
            later(on=(3, 10), state="closed"),
            later(2, on=(3, 10), **HEIR, **FROM_20TH),
        ],
        HAS_MOVED,
    ),
    # It covers no more than what stood.
    "but revoked since": (
        [
            term(),
            later(on=(3, 10), **FROM_20TH),
            later(on=(3, 12), status="revoked", **FROM_20TH),
        ],
        NO_TERM,
    ),
    "but to another registrant": (
        [term(), later(on=(3, 10), registrant_id="F-2", **FROM_20TH)],
        NO_TERM,
    ),
    "but it had ended before": (
        [term(valid_to=day((3, 9))), later(on=(3, 10), **FROM_20TH)],
        NO_TERM,
    ),
}


@pytest.mark.parametrize("name", AHEAD)
def test_a_move_that_is_recorded_ahead_leaves_the_old_binding_until_it_begins(name, night):
    assert decided(night[name]) == AHEAD[name][1]


def taken_over(**more):
    """A term that ended, and another that names it as what it moved from."""
    heir = {"valid_from": day((3, 12)), "first_recorded_at": day((3, 1)), "moved_from": "R-1"}
    return [term(valid_to=day((2, 1))), term(2, **(ELSEWHERE | heir | more))]


TAKEN_OVER = {
    "by its registrant": (taken_over(registrant_id="F-1"), HEIR_HOLDS),
    "by another": (taken_over(registrant_id="F-2"), EXPIRED),
    "by its registrant, long ago": (
        taken_over(registrant_id="F-1", valid_from=day((2, 1)), first_recorded_at=day((2, 1))),
        EXPIRED,
    ),
    "by its registrant, whose paper came late": (
        taken_over(registrant_id="F-1", valid_from=day((2, 1)), first_recorded_at=day((3, 20))),
        HEIR_HOLDS,
    ),
}


@pytest.mark.parametrize("name", TAKEN_OVER)
def test_a_term_that_names_what_it_moved_from_keeps_the_old_binding_for_moved_days(name, night):
    assert decided(night[name]) == TAKEN_OVER[name][1]


ENDING = term(valid_to=at("12:20"), grace_days=0)
# The parts of a session of an hour at noon; of one answer there are none.
PARTS = {
    "a term that ends meanwhile": (
        [ENDING],
        [("12:00", "12:20", "registered", "R-1"), ("12:20", "13:00", "expired", "R-1")],
    ),
    "a renewal with a hole": (
        [ENDING, term(2, valid_from=at("12:40"))],
        [
            ("12:00", "12:20", "registered", "R-1"),
            ("12:20", "12:40", "pending", "R-2"),
            ("12:40", "13:00", "registered", "R-2"),
        ],
    ),
    "a suspension recorded meanwhile": (
        [term(), term(status="suspended", recorded_at=at("12:30"))],
        [("12:00", "12:30", "registered", "R-1"), ("12:30", "13:00", "suspended", "R-1")],
    ),
    "a part without any term": (
        [term(valid_from=at("12:20"), status="suspended")],
        [("12:00", "12:20", "unregistered", None), ("12:20", "13:00", "suspended", "R-1")],
    ),
    "one answer": ([term()], []),
    "no term at all": ([], []),
    "a term that ends afterwards": ([term(valid_to=at("23:00"))], []),
}


@pytest.mark.parametrize("name", PARTS)
def test_a_session_over_a_change_shows_all_parts(name, night):
    parts = night[name]["parts"] or []
    assert [
        (f"{one['from_at']:%H:%M}", f"{one['to_at']:%H:%M}", one["verdict"], one["registration_id"])
        for one in parts
    ] == PARTS[name][1]


def test_a_session_over_a_change_has_the_mildest_verdict(night):
    assert decided(night["a term that ends meanwhile"])[0] == "registered"


IN_FORCE = [
    term(category=name, recorded_at=at(when))
    for name, when in (("other", "11:00"), ("bank", "12:20"), ("company", "12:40"))
]
SHUFFLED = {
    f"in the order {order}": [
        *(IN_FORCE[n] for n in order),
        term(recorded_at=at("20:00"), state="closed"),
    ]
    for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0))
}


@pytest.mark.parametrize("name", SHUFFLED)
def test_of_versions_that_covered_a_session_the_category_is_that_of_one_rule_in_any_order(
    name, night
):
    assert night[name]["category"] == "company"
