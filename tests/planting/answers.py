"""What judging answers to the one question that attribution is about: whose was it?"""

from __future__ import annotations

from tests.planting.rows import beats, one

NOBODY = (None, "unknown", "no_holder")
JONAS = ("jonas", "exact", None)


def answer(session):
    """Who held a judged session's address, how sure that is, and why nobody can be named."""
    doubt = session["reason"] if session["verdict"] == "unattributable" else None
    return session["holder"], session["attribution"], doubt


def whose(record, logins, **more):
    """The answer to one record, where nas-1 is never silent."""
    return answer(one([record], [*beats(), *logins], **more))


def basis(record, logins):
    """What the holder of one record is known from, or null."""
    return one([record], [*beats(), *logins])["holder_basis"]
