"""A lake of many small sources, and an empty one."""

from __future__ import annotations

import shutil

import pytest

from tests.upkeep.planted import SOURCES, bring
from tracker.lake import create_lake, open_lake


@pytest.fixture(scope="package")
def made(tmp_path_factory):
    lake = create_lake(tmp_path_factory.mktemp("made") / "lake", "check")
    for source in SOURCES:
        bring(lake, source)
    return lake.path


@pytest.fixture
def lake(made, tmp_path):
    return open_lake(shutil.copytree(made, tmp_path / "lake"))


@pytest.fixture
def empty(tmp_path):
    return create_lake(tmp_path / "lake", "check")
