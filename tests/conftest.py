"""What every test may count on: no setting of the machine it runs on, and a Spark."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from tracker.lake import Lake, create_lake, open_lake

settings.register_profile("tracker", deadline=None, max_examples=50)  # no test asserts a time
settings.load_profile("tracker")

# A file runs in one process: those that take minutes begin, so that none of them is what all other
# processes wait for at the end. The number of a file's tests, by which xdist would go, tells nothing.
LONGEST = (
    "tests/engine/test_spark.py",
    "tests/test_captures.py",
    "tests/formats/test_formats.py",
    "tests/commands/test_commands.py",
    "tests/survive/test_killed.py",
    "tests/test_readme.py",
)


def pytest_xdist_auto_num_workers() -> int:
    """One more process than cores: each waits an eighth of its time, for the disk or for another."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    config.option.loadscopereorder = False
    # What a shell runs in the background does not hear of it, and nor would what that starts.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    root = Path(__file__).parents[1]
    place = {root / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("TRACKER_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def empty_lake(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Lake]:
    """Lays an empty lake into a folder, for the check of a key: a copy of one that was made so."""
    made: dict[str, Path] = {}

    def laid(path: Path, check: str) -> Lake:
        if check not in made:
            made[check] = create_lake(tmp_path_factory.mktemp("empty") / "lake", check).path
        shutil.copytree(made[check], path)
        return open_lake(path)

    return laid


@pytest.fixture(scope="session")
def spark():
    """A local Spark, skipped only where there is no Java 17, and never in CI.

    Its tests stand in one file, for each worker that has some would start its own.
    """
    from tracker.engine.spark import JAVA, java_version, start_spark

    if (java_version() or 0) < JAVA and not os.environ.get("CI"):
        pytest.skip(f"no Java {JAVA} found")
    # A night of a few rows costs more in compiling than in running, also of what runs it.
    plain = {"spark.sql.codegen.factoryMode": "NO_CODEGEN", "spark.sql.codegen.wholeStage": "false"}
    plain["spark.driver.extraJavaOptions"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    engine = start_spark(1, plain | {"spark.sql.adaptive.enabled": "false"})
    yield engine
    engine.session.stop()
