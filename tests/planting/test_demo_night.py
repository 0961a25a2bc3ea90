"""The demo night is what its README says: who is planted for which verdict, and who is not seen."""

from __future__ import annotations

import re
from datetime import date
from ipaddress import ip_address, ip_network

import pytest

from tests.planting.demo_night import write
from tests.planting.demo_truth import write as write_truth
from tracker.__main__ import run
from tracker.cli.options import Setup
from tracker.engine.duckdb import DuckDB
from tracker.intake import ingest
from tracker.judging import judge_nights, night
from tracker.logfile import Asked
from tracker.report.verdicts import VERDICTS
from tracker.settings import zone_info
from tracker.shipped import samples

DEMO = samples() / "demo"
ZONE = "Europe/Vilnius"
PLANTED = re.findall(
    r"^\| .+? \| ([0-9a-f.:/]+) \| .+? \| (\w+) \|$", (DEMO / "README.md").read_text(), re.MULTILINE
)


@pytest.fixture(scope="module")
def judged(tmp_path_factory) -> list[dict]:
    """The sessions of the night, from the shipped files through every stage."""
    setup = Setup(lake=tmp_path_factory.mktemp("demo") / "lake")
    at = ["--lake", str(setup.lake), "--config", str(DEMO / "tracker.toml")]
    for path in sorted((DEMO / "lists").glob("*.csv")):
        assert run([*at, "lists", "import", path.stem, str(path)]) == 0
    assert run([*at, "registry", "import", str(DEMO / "register.csv")]) == 0
    lake, key = setup.open_with_key()
    settings = Setup(config=DEMO / "tracker.toml").settings()
    taken = ingest(lake, key, [str(DEMO / "logs")], Asked(zone=ZONE), settings)
    assert [(one.state, one.tally.rejected.total()) for one in taken] == [("done", 0)] * 4
    with DuckDB() as engine:
        lake.pin().show(engine)
        nights = [night(date(2026, 3, 14), zone_info(ZONE))]
        return judge_nights(engine, nights, settings, "run").sessions.to_pylist()


def test_each_planted_subscriber_gets_the_verdict_of_the_readme_and_nobody_else_any(judged):
    found = [(planted_at(one["src_ip"]), one["verdict"]) for one in judged]
    assert sorted(found) == sorted(PLANTED)


def planted_at(ip: str) -> str:
    """The address or prefix of the README under which a session's address stands."""
    places = {place for place, _ in PLANTED if ip_address(ip) in ip_network(place)}
    return places.pop() if places else ip


def test_the_night_has_every_verdict():
    assert {verdict for _, verdict in PLANTED} == set(VERDICTS)


def test_the_shipped_logs_are_what_the_planting_writes(tmp_path):
    write(tmp_path)
    written = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_text() for path in (DEMO / "logs").iterdir()}


def test_the_truth_of_the_night_is_the_one_that_was_planted(tmp_path):
    write_truth(tmp_path / "truth.csv")
    assert (tmp_path / "truth.csv").read_text() == (DEMO / "truth.csv").read_text()
