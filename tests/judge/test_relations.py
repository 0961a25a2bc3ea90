"""What a detection may read is what judging makes."""

import pytest

from tests.planting.rows import POOL, judged, listed, spoke
from tracker.engine.statement import Statement
from tracker.judge import sessions
from tracker.judge.detections import read_detections
from tracker.judge.relations import reads, relations
from tracker.tables import arrow_types

REMOTE = spoke("10:00")["dst_ip"]


@pytest.fixture
def schemas(monkeypatch):
    """The schema of each relation as the detections of a judged night see it, early or late."""
    seen = {}

    def look(engine, *detections, **more):
        for name in relations().keys() & engine.made:
            seen[name] = engine.rows(Statement(name, f"select * from {name}")).schema
        return detect(engine, *detections, **more)

    detect = sessions.detect
    monkeypatch.setattr(sessions, "detect", look)
    judged([spoke("10:00")], entries=[POOL, listed(f"{REMOTE}/32", "vpn")])
    return seen


def test_each_relation_has_the_columns_that_are_declared(schemas):
    assert {name: set(schema.names) for name, schema in schemas.items()} == {
        name: {column.name for column in relation.columns} for name, relation in relations().items()
    }


def test_each_column_has_the_type_that_is_declared(schemas):
    """But for the session: judging numbers it, a case names it, and a detection hands it on."""
    made = {
        f"{name}.{field.name}": field.type
        for name, schema in schemas.items()
        for field in schema
        if field.name != "session"
    }
    declared = {
        f"{name}.{column.name}": arrow_types()[column.type]
        for name, relation in relations().items()
        for column in relation.said.values()
    }
    assert made == declared


def test_each_relation_and_column_says_what_it_is():
    for relation in relations().values():
        assert relation.about
        assert relation.columns[0].name == "session"
        assert all(column.meaning for column in relation.columns)


def test_what_a_case_leaves_unsaid_fits_its_column():
    for relation in relations().values():
        for column in relation.columns:
            assert column.unsaid is None or column.takes(column.unsaid), column


def test_each_detection_reads_what_is_declared():
    assert all(reads(detection) for detection in read_detections())
    (one,) = [one for one in read_detections() if one.name == "listed_endpoint"]
    assert reads(one) == ["seen", "listed"]
