"""One session of one subscriber, and what is decided of it."""

from __future__ import annotations

import datetime as dt
import tomllib

from tests.planting.rows import POOL, beats, held, one, spoke
from tracker.judge.sessions import FOLDER

LOGINS = [*beats(), *held()]
CLEAR = [spoke("12:00")]
REASONS = tomllib.loads((FOLDER / "reasons.toml").read_text())


def day(date, hour=0):
    return dt.datetime(2026, *date, hour, tzinfo=dt.UTC)


def told(connections=CLEAR, logins=LOGINS, terms=(), entries=(POOL,), **more):
    session = one(connections, logins, terms, entries, **more)
    assert session["reason"] in REASONS[session["verdict"]]
    # A registrant's category stands beside the term that decided, and nowhere else.
    assert (session["category"] is None) == (session["registration_id"] is None)
    return session["verdict"], session["reason"], session["registration_id"]
