"""Each detection's cases: what fires, with which weight, and what not."""

from tracker.engine.duckdb import DuckDB
from tracker.judge.cases import cases_path, read_cases, run_cases
from tracker.judge.detections import FOLDER, read_detections


def test_every_case_fires_or_not_as_it_says():
    """Each detection has a case that fires and a near miss, too: else that is a failure."""
    detections = read_detections()
    with DuckDB() as engine:
        assert run_cases(engine, detections, read_cases(detections)) == []


def test_every_case_belongs_to_a_detection():
    assert {cases_path(one) for one in read_detections()} == set(FOLDER.glob("*.toml"))
