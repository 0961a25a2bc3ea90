"""What judging answers to the one question that attribution is about: whose was it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.planting.places import Case, judged_at_places
from tests.planting.rows import POOL, beats, spoke

NOBODY = (None, "unknown", "no_holder")
EDGE = (None, "edge", "edge")
SHARED = (None, "shared", "shared")
JONAS = ("jonas", "exact", None)
EGLE = ("egle", "exact", None)


@dataclass(frozen=True)
class Asked:
    """A record, the logins to answer it from, and the answer: holder, attribution, doubt, basis.

    An answer may leave out its end. `when` is when the record starts, or that and its seconds.
    """

    when: object
    case: Case
    answer: tuple


def answer(session):
    """Who held a judged session's address, how sure that is, and why nobody can be named."""
    doubt = session["reason"] if session["verdict"] == "unattributable" else None
    return session["holder"], session["attribution"], doubt


def asked(logins, answers, *, gateways=(), **more):
    """What each of these records is to be answered, where nas-1 is never silent; `more` as of `spoke`.

    `answers` has the answer to a record by when it starts, or by that and how many seconds it lasts.
    """
    return asked_of([*beats(), *logins], answers, gateways=gateways, **more)


def asked_of(logins, answers, *, entries=(POOL,), gateways=(), **more):
    """The same of these logins alone."""
    return [
        Asked(when, Case([record], logins, entries, gateways), told)
        for when, told in answers.items()
        for record in [spoke(*when, **more) if isinstance(when, tuple) else spoke(when, **more)]
    ]


def answered(questions: Mapping[str, Sequence[Asked]], **more) -> dict[str, list]:
    """The answer to each record, as far as it is told; all are judged in one night, apart."""
    cases = [one.case for several in questions.values() for one in several]
    sessions = iter(judged_at_places(cases, **more))
    return {
        name: [(one.when, _told(one, next(sessions))) for one in several]
        for name, several in questions.items()
    }


def wanted(several: Sequence[Asked]) -> list:
    """What is to be answered, as `answered` tells it."""
    return [(one.when, one.answer) for one in several]


def _told(one: Asked, sessions):
    (session,) = sessions
    return (*answer(session), session["holder_basis"])[: len(one.answer)]
