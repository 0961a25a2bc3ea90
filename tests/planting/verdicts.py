"""One session of one subscriber, and what is decided of it."""

from __future__ import annotations

import datetime as dt
import tomllib

from tests.planting.apart import judged_apart
from tests.planting.rows import POOL, beats, held, one, spoke
from tracker.judge.sessions import FOLDER

LOGINS = [*beats(), *held()]
CLEAR = [spoke("12:00")]
REASONS = tomllib.loads((FOLDER / "reasons.toml").read_text())


def day(date, hour=0):
    return dt.datetime(2026, *date, hour, tzinfo=dt.UTC)


def told(connections=CLEAR, logins=LOGINS, terms=(), entries=(POOL,), **more):
    return decided(one(connections, logins, terms, entries, **more))


def decided(session):
    """Verdict, reason and the term that decided."""
    assert session["reason"] in REASONS[session["verdict"]]
    # A registrant's category stands beside the term that decided, and nowhere else.
    assert (session["category"] is None) == (session["registration_id"] is None)
    return session["verdict"], session["reason"], session["registration_id"]


def each_apart(cases, **more):
    """The only session of each case, by its name, all of one night; a case is what `told` takes."""
    found = judged_apart({name: _case(**case) for name, case in cases.items()}, **more)
    return {name: session for name, (session,) in found.items()}


def _case(connections=CLEAR, logins=LOGINS, terms=(), entries=(POOL,)):
    return connections, logins, terms, entries
