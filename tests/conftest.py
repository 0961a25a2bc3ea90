"""What every test may count on: no setting of the machine it runs on."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("tracker", deadline=None)  # no test asserts a time
settings.load_profile("tracker")


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("TRACKER_")]:
        monkeypatch.delenv(name)
