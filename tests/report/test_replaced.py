"""Of an id that late data replaced it is said which session has its records now."""

from __future__ import annotations

import shutil

import pytest

from tests.report.deciding import decide
from tests.report.tunnels import HOUR, KEY, conn, night, pooled, tunnel
from tracker.errors import UsageError
from tracker.lake import open_lake
from tracker.named import beside
from tracker.report.explain import explain
from tracker.report.sessions import sessions


@pytest.fixture(scope="module")
def judged_once(tmp_path_factory, empty_lake):
    """A folder with a lake and its log: a night with one tunnel, judged."""
    place = tmp_path_factory.mktemp("judged")
    made = empty_lake(place / "lake", KEY.check)
    pooled(made, place)
    (place / "first.log").write_text(conn(tunnel(0), tunnel(3 * HOUR)))
    night(made, place / "first.log")
    return place


@pytest.fixture
def lake(tmp_path, judged_once):
    """The same lake, one for each test."""
    shutil.copytree(judged_once / "lake", tmp_path / "lake")
    return open_lake(tmp_path / "lake")


def ids(lake):
    return sessions(lake).rows["session_id"].to_pylist()


def late(lake, tmp_path):
    """Another log tells that the tunnel had begun before; the night is judged again."""
    (tmp_path / "late.log").write_text(conn(tunnel(-900)))
    night(lake, tmp_path / "late.log")


def forgets(lake):
    """The files of earlier versions are gone, as they are after so many days."""
    for path in beside(lake.path / "session", lake.latest("session").named("session")):
        path.unlink()


def test_it_is_said_which_session_has_its_records_now(lake, tmp_path):
    before = ids(lake)
    late(lake, tmp_path)
    (old,) = set(before) - set(ids(lake))
    (new,) = set(ids(lake)) - set(before)
    with pytest.raises(UsageError, match=f"{old} is no more: .*2026-03-14.*{new}, which has its"):
        explain(lake, old[:12])


def test_a_decision_remembers_what_the_files_no_longer_do(lake, tmp_path):
    old = ids(lake)[0]
    decide(lake, old)
    late(lake, tmp_path)
    forgets(lake)
    with pytest.raises(UsageError, match=f"{ids(lake)[0]}, which has its records now"):
        explain(lake, old)


def test_when_nothing_remembers_it_that_is_said(lake, tmp_path):
    old = ids(lake)[0]
    late(lake, tmp_path)
    forgets(lake)
    with pytest.raises(UsageError, match=r"no session .*replaced .* 7 days ago"):
        explain(lake, old)


def test_what_a_killed_run_left_was_never_a_session(lake):
    """Its files lie in the lake's folder, and no version ever named them."""
    old = ids(lake)[0]
    table = lake.latest("session").named("session")
    (path,) = table["file"].to_pylist()
    rows = sessions(lake).rows
    stray = rows.slice(0, 1).set_column(
        rows.schema.get_field_index("session_id"), "session_id", [["STRAY" + old[5:]]]
    )
    from pyarrow import parquet

    parquet.write_table(stray, path.replace(".parquet", "-stray.parquet"))
    with pytest.raises(UsageError, match="no session"):
        explain(lake, "stray")


def test_records_that_make_no_session_any_more_are_said_to(lake, judged_once):
    from tracker.forgetting import forget
    from tracker.settings import Settings

    old = ids(lake)[0]
    forget(lake, Settings(), [str(judged_once / "first.log")])
    with pytest.raises(UsageError, match="no session has its records now"):
        explain(lake, old)
