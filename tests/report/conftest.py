"""A lake with a handful of judged sessions, for the questions auditors ask."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from tests.report.deciding import decide
from tests.report.planted import NIGHT, RUN, SOURCE, connection, rows, session
from tests.report.reckoned import KINDS, SEVERAL, TERMS, drawn, peopled
from tracker.lake import Lake, create_lake
from tracker.report.verdicts import FLAGGED


@pytest.fixture
def lake(tmp_path, empty_lake) -> Lake:
    """An empty lake."""
    return empty_lake(tmp_path / "lake", "check")


@pytest.fixture
def judged(lake) -> Lake:
    """Five sessions, two of them flagged, with their source and run."""
    given = [
        session("late", "registered", first_at=NIGHT + timedelta(hours=2), registration_id="R-1"),
        session("weak", "expired", score=1.0, src_ip="192.0.2.11"),
        session("sure", "unregistered", tier="confirmed", score=3.5, remote_ip="2001:db8::9"),
        session("calm", "exempt", holder=None, attribution="unknown"),
        session("tied", "unregistered", score=1.0, src_ip="192.0.2.12"),
    ]
    lake.append("session", rows("session", *given))
    lake.append("source", rows("source", SOURCE))
    lake.append("run", rows("run", RUN))
    return lake


@pytest.fixture(scope="session")  # nothing is written to it
def nights(tmp_path_factory):
    """Nights of random sessions, of which reviews have dismissed some and reopened others."""
    lake = create_lake(tmp_path_factory.mktemp("nights") / "lake", "check")
    chance = random.Random(8)  # noqa: S311  # no secret
    given = [drawn(chance, number) for number in range(400)]
    lake.append("session", rows("session", *given))
    lake.append("registration", rows("registration", *TERMS))
    lake.append("source", rows("source", SOURCE))
    lake.append("run", rows("run", RUN))
    accused = [row["session_id"][:4] for row in given if row["verdict"] in FLAGGED]
    for name in chance.sample(accused, 3):
        decide(lake, name, scope=chance.choice(("session", "endpoint", "holder")))
    decide(lake, accused[0], "reopen", scope="endpoint")
    return lake


@pytest.fixture(scope="session")  # nothing is written to it
def public(tmp_path_factory):
    """A lake of several nights, and the table that each was made from."""
    lake = create_lake(tmp_path_factory.mktemp("public") / "lake", "check")
    tables = [peopled(random.Random(seed)) for seed in SEVERAL]  # noqa: S311  # no secret
    given = [
        session(
            f"{day}{category[0]}{kind[0]}{kind[-1]}{person:02}",
            first_at=NIGHT + timedelta(days=day),
            last_at=NIGHT + timedelta(days=day, hours=2),
            night=(NIGHT + timedelta(days=day)).date(),
            category=category,
            holder=f"{person:032x}",
            **KINDS[kind][0],
        )
        for day, table in enumerate(tables)
        for (category, kind), people in table.items()
        for person in people
    ]
    lake.append("session", rows("session", *given))
    lake.append("registration", rows("registration", *TERMS))
    dismissed = [one["session_id"] for one in given if one["remote_ip"] == "203.0.113.200"]
    decide(lake, dismissed[0], scope="endpoint")
    return lake, tables


@pytest.fixture(scope="session")  # nothing is written to it
def queried(tmp_path_factory) -> Lake:
    """Two sessions, a record of a source that is done and one of a source that is not."""
    loose = {**SOURCE, "source": "b2", "state": "begun"}
    lake = create_lake(tmp_path_factory.mktemp("asked") / "lake", "check")
    lake.append("source", rows("source", SOURCE, loose))
    lake.append("session", rows("session", session("one", "expired"), session("two", "exempt")))
    lake.append(
        "connection", rows("connection", connection(443), connection(444, source=loose["source"]))
    )
    lake.append("run", rows("run", RUN))
    return lake
