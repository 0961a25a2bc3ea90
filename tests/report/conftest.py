"""A lake with a handful of judged sessions, for the questions auditors ask."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.report.planted import NIGHT, RUN, SOURCE, rows, session
from tracker.lake import Lake, create_lake


@pytest.fixture
def lake(tmp_path) -> Lake:
    """An empty lake."""
    return create_lake(tmp_path / "lake", "check")


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
