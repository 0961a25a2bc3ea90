"""The raw lines of a session are shown as long as its file begins with what was read of it."""

from __future__ import annotations

import gzip
from hashlib import sha256

import pytest

from tests.report.tunnels import HOUR, KEY, conn, night, pooled, tunnel
from tests.wrapping import docker, wrapped
from tracker.__main__ import run
from tracker.errors import Faults
from tracker.lake import create_lake
from tracker.rawlines import raw_lines
from tracker.report.explain import explain
from tracker.report.sessions import sessions
from tracker.settings import Settings

OTHERS = "192.0.2.66"
SPOKEN = conn(tunnel(0), tunnel(60, **{"id.orig_h": OTHERS}), tunnel(900), tunnel(5 * HOUR))
OWN = [line for line in SPOKEN.splitlines() if "192.0.2.10" in line][:2]


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    """A night whose log lies in a plain file and, of another gateway, in a packed one."""
    folder = tmp_path_factory.mktemp("raw")
    made = create_lake(folder / "lake", KEY.check)
    pooled(made, folder)
    (folder / "conn.log").write_text(SPOKEN)
    moved = SPOKEN.replace("192.0.2.", "192.0.2.1")
    (folder / "packed.log.gz").write_bytes(gzip.compress(moved.encode()))
    night(made, folder / "conn.log", folder / "packed.log.gz")
    return made


def files(lake, src="192.0.2.10"):
    """What `explain` tells of the files of the first session of an address."""
    rows = sessions(lake).rows.to_pylist()
    one = next(row for row in rows if row["src_ip"] == src)
    return explain(lake, one["session_id"])["files"][0].as_py()


def shown(files, limit=None):
    return raw_lines(files, Settings(), limit)


def moved_to(tmp_path, files, content):
    """The same files, told of another path with such a content."""
    path = tmp_path / "a.log"
    path.write_bytes(content)
    return [one | {"path": str(path)} for one in files]


def test_the_lines_are_those_of_its_own_records_and_of_nobody_between_them(lake):
    found = shown(files(lake))
    assert found.rows["text"].to_pylist() == OWN
    assert not found.faults


def test_a_packed_file_is_unpacked(lake):
    found = shown(files(lake, "192.0.2.110"))
    assert found.rows["text"].to_pylist() == [line.replace("192.0.2.", "192.0.2.1") for line in OWN]


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_that_has_grown_or_was_packed_since_still_begins_so(lake, tmp_path, packed):
    content = f"{SPOKEN}more\n".encode()
    found = shown(moved_to(tmp_path, files(lake), gzip.compress(content) if packed else content))
    assert found.rows["text"].to_pylist() == OWN


@pytest.mark.parametrize(
    "content",
    [
        SPOKEN.replace("40", "41", 1).encode(),
        SPOKEN.encode()[:-2],
        b"",
        gzip.compress(SPOKEN.encode())[:-30],
    ],
)
def test_a_file_that_has_changed_shows_nothing(lake, tmp_path, content):
    found = shown(moved_to(tmp_path, files(lake), content))
    assert not found.rows.num_rows
    with pytest.raises(Faults, match=r"a\.log: has changed"):
        found.refuse()


def test_a_file_that_is_gone_is_named(lake, tmp_path):
    found = shown([one | {"path": str(tmp_path / "none.log")} for one in files(lake)])
    with pytest.raises(Faults, match=r"none\.log: is gone"):
        found.refuse()


def test_lines_beyond_a_limit_are_counted(lake):
    found = shown(files(lake), 1)
    assert (found.rows["text"].to_pylist(), found.more) == (OWN[:1], 1)


@pytest.fixture
def told(lake, capfd):
    """What the command says of the session of an address: exit code, stdout, stderr."""

    def ask(*options):
        rows = sessions(lake).rows.to_pylist()
        one = next(row for row in rows if row["src_ip"] == "192.0.2.10")
        code = run(["explain", one["session_id"], "--lake", str(lake.path), *options])
        out = capfd.readouterr()
        return code, out.out, out.err

    return ask


def test_the_command_shows_them_with_file_and_line(told):
    code, out, _ = told("--raw", "-o", "csv")
    assert code == 0
    assert out.startswith("path,source,line,text") or '"path"' in out
    assert out.count("conn.log") == 2


def test_the_command_says_how_many_a_limit_cut(told):
    code, out, err = told("--raw", "--limit", "1", "-o", "csv")
    assert (code, out.count("conn.log")) == (0, 1)
    assert "1 more records are not shown" in err


def test_a_changed_file_makes_exit_code_4(lake, told):
    path = lake.path.parent / "conn.log"
    path.write_text("other\n")
    try:
        code, out, err = told("--raw", "-o", "csv")
    finally:
        path.write_text(SPOKEN)
    assert (code, out.count("conn.log")) == (4, 0)
    assert "has changed" in err


@pytest.mark.parametrize(
    "options", [("--limit", "3"), ("--since", "2026-03-01"), ("--raw", "--letter")]
)
def test_an_option_without_a_meaning_is_refused(told, options):
    code, _, err = told(*options)
    assert code == 2
    assert options[0] in err


def test_the_letter_is_a_text_whatever_the_output(told):
    code, out, _ = told("--letter")
    assert code == 0
    assert "What was looked at, and what was not" in out


def test_of_a_wrapped_log_the_line_within_is_shown(tmp_path):
    content = wrapped(docker, b"\n".join(b"Mar 14 18:00:00 a sshd[%d]: x" % n for n in range(3)))
    path = tmp_path / "a.log"
    path.write_bytes(content)
    told = {"path": str(path), "source": "s", "bytes": len(content), "lines": 3, "records": [2]}
    told |= {"sha256": sha256(content).hexdigest(), "head_sha256": None, "format": "login-records"}
    (row,) = shown([told]).rows.to_pylist()
    assert (row["line"], row["text"]) == (2, "Mar 14 18:00:00 a sshd[1]: x")
