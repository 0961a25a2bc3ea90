"""Processes that come to harm, and the lake they are let loose on."""

from __future__ import annotations

import pytest

from tests.survive.launcher import Launcher
from tests.survive.nights import INGEST, Runs, content, lay_out, prepare
from tests.survive.points import drawn_by


@pytest.fixture(scope="module")
def launcher():
    """Starts runs of the program."""
    with Launcher() as launcher:
        yield launcher


@pytest.fixture(scope="module")
def seed():
    return drawn_by()


@pytest.fixture(scope="module")
def prepared(launcher, tmp_path_factory, request):
    """A folder with an inbox, and a lake that holds register, lists and what the module's EARLIER brought in."""
    earlier = getattr(request.module, "EARLIER", INGEST)
    return prepare(launcher, tmp_path_factory.mktemp("prepared"), earlier)


@pytest.fixture(scope="module")
def before(prepared):
    """What is seen of the lake as it is prepared."""
    return content(prepared)


@pytest.fixture(scope="module")
def undisturbed(launcher, prepared, tmp_path_factory):
    """What each command leaves that nothing happens to."""
    return Runs(launcher, prepared, tmp_path_factory.mktemp("undisturbed"))


@pytest.fixture(scope="module")
def empty(launcher, tmp_path_factory):
    """A folder with an inbox and a lake in which nothing is yet."""
    return lay_out(launcher, tmp_path_factory.mktemp("empty"))
