"""Logs into the lake: each once, whole or not at all, and no name among them."""

from __future__ import annotations

import gzip
from collections import Counter

import pytest

from tests.failing import failing_from
from tests.formats.renew import ZONE, sample
from tests.parsing import detail, read, zeek
from tests.searching import occurrences
from tracker.attribute.pseudonyms import Key
from tracker.attribute.sealing import open_name
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement
from tracker.errors import LakeError, SettingsError
from tracker.formats import formats
from tracker.intake import ingest
from tracker.lake import Lake
from tracker.logfile import Asked
from tracker.settings import Settings
from tracker.watch import Watch

KEY = Key(b"k" * 32)
STATUS, RECEIVED = "Acct-Status-Type = Start", "Timestamp = 1773504000"
RECORD = [STATUS, 'User-Name = "ona@nerys.example"', "Framed-IP-Address = 192.0.2.1", RECEIVED]


@pytest.fixture
def lake(tmp_path, empty_lake) -> Lake:
    return empty_lake(tmp_path / "lake", KEY.check)


@pytest.fixture
def bring(lake, tmp_path):
    """Lays files, brings them in, and tells the state of each."""

    def run(files, **asked):
        for name, content in files.items():
            path = tmp_path / name
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        paths = [str(tmp_path / name) for name in files]
        return ingest(lake, KEY, paths, Asked(**asked), Settings())

    return run


def visible(lake, name):
    """A table's rows as a reader of the lake sees them."""
    with DuckDB() as engine:
        lake.pin().show(engine)
        return engine.rows(Statement("test", f"from {name}")).to_pylist()


def states(taken):
    return [one.state for one in taken]


def test_a_file_brought_in_twice_adds_nothing(lake, bring):
    files = {"conn.log": zeek({}, {"ts": "x"}), "radius.detail": detail(RECORD)}
    assert states(bring(files)) == ["done", "done"]
    before = {name: visible(lake, name) for name in ("connection", "login", "reject", "run")}
    assert states(bring(files)) == ["known", "known"]
    assert {name: visible(lake, name) for name in before} == before
    assert [len(rows) for rows in before.values()] == [1, 1, 1, 1]


def test_the_same_content_under_another_name_or_packed_adds_nothing(lake, bring):
    content = zeek({})
    files = {"a.log": content, "b.log": content, "c.gz": gzip.compress(content.encode())}
    assert states(bring(files)) == ["done", "known", "known"]
    assert len(visible(lake, "connection")) == 1


def test_two_gateways_may_hand_over_equal_bytes(lake, bring):
    assert states(bring({"a.log": zeek({})}, gateway="border-1")) == ["done"]
    assert states(bring({"a.log": zeek({})}, gateway="border-2")) == ["done"]
    rows = visible(lake, "connection")
    assert {row["gateway"] for row in rows} == {"border-1", "border-2"}
    assert len({row["source"] for row in rows}) == len(rows) == 2


def test_what_is_done_is_counted_in_source(lake, bring):
    bring({"conn.log": zeek({}, {"ts": "x"}, {})}, zone="Europe/Vilnius")
    begun, done = sorted(visible(lake, "source"), key=lambda row: row["state"])
    assert (begun["state"], begun["records"], done["state"]) == ("begun", None, "done")
    counted = {key: done[key] for key in ("lines", "records", "used", "passed", "rejected")}
    assert counted == {"lines": 5, "records": 5, "used": 2, "passed": 2, "rejected": 1}
    assert done["rules"] == [{"name": "comment", "count": 1}, {"name": "header", "count": 1}]
    assert done["reasons"] == [{"name": "bad_time", "count": 1}]
    assert done["rows"] == [{"name": "connection", "count": 2}]
    assert (done["zone"], done["format"]) == ("Europe/Vilnius", "zeek-conn")
    assert done["path"].endswith("conn.log")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("zeek-conn", 0),
        ("zeek-conn", 1),
        ("zeek-conn", 2),
        ("zeek-conn", 3),
        ("freeradius-detail", 2),
        ("freeradius-detail", 3),
        ("freeradius-detail", 4),
    ],
)
def test_a_source_that_was_begun_and_not_done_is_invisible_and_a_rerun_completes_it(
    lake, bring, monkeypatch, name, kept
):
    """Whichever commit is the last before the crash, each record is there once after the rerun."""
    files, append = {"a.log": sample(name).read_bytes()}, Lake.append
    left = [kept]

    def failing(self, *args, **how):
        if not left[0]:
            raise LakeError("the disk is full")
        left[0] -= 1
        append(self, *args, **how)

    monkeypatch.setattr(Lake, "append", failing)
    with pytest.raises(LakeError):
        bring(files, zone=ZONE)
    monkeypatch.undo()
    assert [visible(lake, table) for table in ("connection", "login", "reject")] == [[], [], []]
    (taken,) = bring(files, zone=ZONE)
    assert taken.state == "done"
    rows = {table: visible(lake, table) for table in ("connection", "login", "reject")}
    wanted = {"reject": taken.tally.rejected.total()} | taken.tally.rows
    assert Counter({table: len(found) for table, found in rows.items()}) == Counter(wanted)
    each = {row[kind] for row in rows["login"] for kind in ("user", "station")} - {None}
    assert Counter(row["pseudonym"] for row in visible(lake, "identity")) == Counter(each)


def test_each_new_name_is_sealed_once_as_it_was_first_spelt(lake, bring):
    other = [STATUS, 'User-Name = "EGLE"', 'Calling-Station-Id = "02-00-5E-00-00-01"', RECEIVED]
    again = [STATUS, 'User-Name = "ONA@nerys.example"', RECEIVED]
    bring({"a.detail": detail(RECORD, RECORD)})
    bring({"b.detail": detail(again, other), "c.detail": detail(other, again, other)})
    rows = visible(lake, "identity")
    names = {(r["kind"], open_name(KEY, r["pseudonym"], r["sealed"])): r["source"] for r in rows}
    assert len(names) == len(rows)
    assert set(names) == {
        ("user", "ona@nerys.example"),
        ("user", "EGLE"),
        ("station", "02-00-5E-00-00-01"),
    }
    paths = {row["source"]: row["path"] for row in visible(lake, "source")}
    assert paths[names["user", "ona@nerys.example"]].endswith("a.detail")
    assert paths[names["user", "EGLE"]].endswith("b.detail")


def test_one_mac_address_in_two_spellings_is_one_station(lake, bring):
    spelt = [
        [STATUS, RECEIVED, f'Calling-Station-Id = "{one}"', f"Framed-IP-Address = 192.0.2.{n}"]
        for n, one in enumerate(("02-00-5E-00-00-01", "0200.5e00.0001", "02:00:5e:00:00:01"))
    ]
    bring({"a.detail": detail(*spelt)})
    assert len({row["station"] for row in visible(lake, "login")}) == 1
    assert len(visible(lake, "identity")) == 1


@pytest.mark.parametrize(
    ("key", "settings"),
    [(Key(b"x" * 32), Settings()), (KEY, Settings(strip_realms=["nerys.example"]))],
)
def test_nothing_lands_under_another_key_or_other_rules(lake, tmp_path, key, settings):
    (tmp_path / "a.detail").write_text(detail(RECORD))
    with pytest.raises(SettingsError):
        ingest(lake, key, [str(tmp_path / "a.detail")], Asked(), settings)
    assert visible(lake, "source") == []


@pytest.mark.parametrize("kept", [1, 2, 3])
def test_what_was_begun_in_one_zone_is_read_anew_in_another(lake, bring, monkeypatch, kept):
    """Its rows may be in the lake already, hours off: they stay unseen, and nothing is left unfinished."""
    header = "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows"
    files = {
        "a.csv": f"{header}\n2026-03-14 18:00:00.000,1,17,192.0.2.1,1,198.51.100.1,2,1,1,1\nx\n"
    }
    for zone in ("UTC", "Asia/Kathmandu"):
        failing_from(monkeypatch, kept)
        with pytest.raises(LakeError):
            bring(files, zone=zone)
        monkeypatch.undo()
    (done,) = bring(files, zone="Europe/Vilnius")
    (row,) = visible(lake, "connection")
    assert (row["started_at"], row["source"]) == (done.tally.first_at, done.source)
    assert row["started_at"].hour == 16
    rows = sorted(visible(lake, "source"), key=lambda row: row["recorded_at"])
    last = {row["source"]: row["state"] for row in rows}
    assert Counter(last.values()) == Counter(forgotten=2, done=1)
    assert states(bring(files, zone="UTC")) == ["known"]


def test_a_file_that_is_refused_leaves_the_others_in_the_lake(lake, bring):
    files = {
        "a.log": b"",
        "b.log": zeek({}),
        "c.log": b"\0junk\n" * 99,
        "d.log": zeek({"uid": "D"}),
    }
    taken = bring(files)
    assert states(taken) == ["empty", "done", "refused", "done"]
    assert len(visible(lake, "connection")) == 2
    (run,) = visible(lake, "run")
    assert (run["outcome"], run["counts"][:2]) == (
        "faults",
        [{"name": "done", "count": 2}, {"name": "empty", "count": 1}],
    )


def test_a_file_whose_later_header_cannot_be_used_is_refused_and_none_of_it_is_seen(lake, bring):
    content = zeek({}) + "#fields\tts\tid.resp_h\n1773504000\t192.0.2.1\n"
    (taken,) = bring({"a.log": content})
    assert taken.state == "refused"
    assert "a.log:4: no field for src_ip; expected a field id.orig_h" in str(taken.fault)
    assert visible(lake, "connection") == []


def test_a_rejected_record_is_in_the_lake_as_its_shape_alone(lake, bring):
    bring(
        {"conn.log": zeek({"ts": "Ona Petraitė, tel. 37060000000"}, {"uid": "x" * 900, "ts": "ž"})}
    )
    short, long = (row["shape"] for row in visible(lake, "reject"))
    assert short.startswith("aaa aaaaaaaa, aaa. 00000000000\ta0\t000.0.0.0\t")
    assert len(long) == 200
    assert set(long) <= set("a0.\t-")


def test_the_shape_of_a_letter_of_any_script_is_an_a(lake, bring):
    """Cyrillic, Arabic, Han, a letter with its accent apart, an Arabic digit."""
    bring({"conn.log": zeek({"ts": "\u0416\u0635\u91d1e\u0301\u0663"})})
    (row,) = visible(lake, "reject")
    assert row["shape"].startswith("aaaaa0\t")


def test_names_are_pseudonyms_in_the_lake_and_clear_in_parse(lake, bring, tmp_path):
    bring({"radius.detail": detail(RECORD)})
    (row,) = visible(lake, "login")
    assert len(row["user"]) == 32
    (clear,) = read(tmp_path / "radius.detail").of("login")
    assert clear["user"] == "ona@nerys.example"


def test_no_name_of_a_log_is_in_any_byte_of_the_lake(lake, bring):
    names = ["petraite", "petras", "jurga", "nijole", "algis", "dainius", "vpn.example", "02-00-5E"]
    text = {one: sample(one).read_bytes() for one in formats()}
    of = {name: [one for one in text if name.encode() in text[one]] for name in names}
    assert all(of.values())
    # Of each syntax one, and of each name its first.
    some = {formats()[one].lines.syntax: one for several in of.values() for one in several}
    some = {*some.values(), *(several[0] for several in of.values())}
    # Packed, for of a plain file what has no end yet would wait.
    files = {f"{one}.gz": gzip.compress(text[one]) for one in some}
    assert set(states(bring(files, zone=ZONE))) == {"done"}
    assert occurrences(lake.path, names) == []
    assert occurrences(lake.path, ["192.0.2.10", "0000A001"]) != []


def test_a_folder_without_logs_is_refused_and_what_is_no_log_in_one_is_ignored(lake, tmp_path):
    (tmp_path / "none").mkdir()
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / ".conn.log.part").write_text(zeek({}))
    (tmp_path / "some" / "conn.log").write_text(zeek({}))
    folders = [str(tmp_path / name) for name in ("none", "some")]
    taken = ingest(lake, KEY, folders, Asked(), Settings())
    assert states(taken) == ["done", "refused", "ignored"]
    assert "a folder without logs; expected log files" in str(taken[1].fault)


@pytest.mark.parametrize("asked", [Asked(zone="Europe/Nowhere"), Asked(format="netflow")])
def test_a_zone_or_a_format_that_is_none_is_refused_before_any_file(lake, tmp_path, asked):
    with pytest.raises(SettingsError, match="is not known"):
        ingest(lake, KEY, [str(tmp_path / "no.log")], asked, Settings())
    assert visible(lake, "source") == []


def test_progress_is_told_up_to_the_last_line(lake, tmp_path):
    (tmp_path / "conn.log").write_text(zeek(*[{}] * 50))
    told = []

    class Told(Watch):
        def read(self, _, done, lines):
            told.append((done, lines))

    ingest(
        lake,
        KEY,
        [str(tmp_path / "conn.log")],
        Asked(),
        Settings(),
        Told(),
    )
    assert told[-1] == (52, 52)
