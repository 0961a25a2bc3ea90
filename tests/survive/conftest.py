"""Processes that come to harm, and the lake they are let loose on."""

from __future__ import annotations

import pytest

from tests.survive.launcher import Launcher
from tests.survive.nights import prepare


@pytest.fixture(scope="session")
def launcher():
    """Starts runs of the program."""
    with Launcher() as launcher:
        yield launcher


@pytest.fixture(scope="module")
def prepared(launcher, tmp_path_factory):
    """A folder with an inbox, and a lake that holds register, lists and the day before."""
    return prepare(launcher, tmp_path_factory.mktemp("prepared"))
