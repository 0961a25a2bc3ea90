"""What a night would do is what it then does, and looking ahead leaves no trace."""

from __future__ import annotations

import datetime as dt

from tests.parsing import zeek
from tracker.attribute.pseudonyms import Key
from tracker.foreseen import foresee
from tracker.intake import ingest
from tracker.lake import Lake, create_lake
from tracker.logfile import Asked
from tracker.night import nightly
from tracker.settings import Settings, Source

KEY = Key(b"k" * 32)
DAYS = (dt.date(2026, 3, 13), dt.date(2026, 3, 16))


def contents(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


def table(rows, *columns):
    return {row["path"].rpartition("/")[2]: tuple(row[one] for one in columns) for row in rows}


def lay(folder, **files) -> None:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / f"{name}.log").write_text(content)


def test_each_file_is_told_as_the_night_then_finds_it(tmp_path):
    lake: Lake = create_lake(tmp_path / "lake", KEY.check)
    inbox = tmp_path / "in"
    first, more = zeek({"id.orig_p": 5}), zeek({"id.orig_p": 5}, {"id.orig_p": 6})
    lay(inbox, known=zeek({"id.orig_p": 4}), grown=first)
    ingest(lake, KEY, [str(inbox)], Asked(), Settings())
    lay(inbox, grown=more, new=zeek({"id.orig_p": 7}), twin=zeek({"id.orig_p": 7}))
    lay(inbox, cut=zeek({"id.orig_p": 8})[:-4], none="", no_log="what?\n")
    (inbox / "later.part").touch()
    rules = Source("*", gateway=None, done="moved", done_to=str(tmp_path / "done"))
    settings = Settings(sources=(rules,))
    before = contents(tmp_path)
    found = foresee(lake, [], Asked(), settings, [str(inbox)], DAYS)
    assert contents(tmp_path) == before
    assert table(found.files.to_pylist(), "state", "lines", "goes") == {
        "cut.log": ("new", 2, None),
        "grown.log": ("grown", 1, "moved"),
        "known.log": ("known", 0, "moved"),
        "new.log": ("new", 3, "moved"),
        "no_log.log": ("refused", 0, None),
        "none.log": ("empty", 0, None),
        "twin.log": ("known", 0, "moved"),
        "later.part": ("ignored", 0, None),
    }
    assert found.nights == (dt.date(2026, 3, 14),)
    done = nightly(lake, KEY, [], Asked(), settings, inboxes=[str(inbox)])
    done_as = {"new": "done", "grown": "done"}
    states = {row["path"]: row["state"] for row in found.files.to_pylist()}
    assert {one.shown: one.state for one in done.taken} == {
        path: done_as.get(state, state) for path, state in states.items()
    }
    gone = {path for path, name in states.items() if not (inbox / path).exists() and name}
    assert gone == {row["path"] for row in found.files.to_pylist() if row["goes"]}
    assert foresee(lake, [], Asked(), settings).nights == ()


def test_without_a_lake_every_file_is_new(tmp_path):
    lay(tmp_path, conn=zeek({}))
    found = foresee(None, [str(tmp_path / "conn.log")], Asked(gateway="border-1"), Settings())
    (row,) = found.files.to_pylist()
    assert (row["state"], row["gateway"], row["goes"], found.nights) == (
        "new",
        "border-1",
        None,
        (),
    )
