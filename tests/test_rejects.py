"""Rejected records: where and why for anybody, their text with the key alone."""

from __future__ import annotations

import pyarrow as pa
import pytest

from tests.parsing import zeek
from tests.searching import occurrences
from tracker.__main__ import run
from tracker.attribute.pseudonyms import Key
from tracker.errors import IntegrityError, SettingsError, UsageError
from tracker.intake import ingest
from tracker.lake import Lake
from tracker.logfile import Asked
from tracker.read.mend import KEPT_OF_LONG, TOO_LONG
from tracker.rejects import rejects
from tracker.settings import Settings
from tracker.tables import arrow_schema

KEY = Key(b"k" * 32)


def as_rows(name, rows):
    return pa.Table.from_pylist(rows, schema=arrow_schema(name))


@pytest.fixture
def lake(tmp_path, empty_lake) -> Lake:
    return empty_lake(tmp_path / "lake", KEY.check)


@pytest.fixture
def bring(lake, tmp_path):
    def one(name, content, **settings):
        (tmp_path / name).write_bytes(content.encode())
        (taken,) = ingest(lake, KEY, [str(tmp_path / name)], Asked(), Settings(**settings))
        return taken.source

    return one


def told(lake, *columns, **how):
    with rejects(lake, **how) as found:
        rows = found.rows.read_all().select(columns).to_pylist()
    return [tuple(row.values()) for row in rows]


def test_a_record_has_its_line_and_reason_and_with_the_key_its_text(lake, bring):
    bring("conn.log", zeek({}, {"ts": "ona žalia"}, {}, {"ts": "egle"}))
    shown = [(4, "bad_time"), (6, "bad_time")]
    assert told(lake, "line", "reason") == shown
    raw = told(lake, "line", "reason", "text", key=KEY)
    assert [row[:2] for row in raw] == shown
    assert [row[2].split("\t")[0] for row in raw] == ["ona žalia", "egle"]
    assert occurrences(lake.path, ["ona žalia", "egle"]) == []


def test_without_the_key_no_text_is_a_column(lake, bring):
    bring("conn.log", zeek({"ts": "ona"}))
    with rejects(lake) as found:
        assert not {"text", "sealed"} & set(found.rows.schema.names)


def test_sources_are_chosen_by_id_its_beginning_or_path(lake, bring, tmp_path):
    first = bring("a.log", zeek({"ts": "ona"}))
    bring("b.log", zeek({"ts": "egle"}, {"ts": "rasa"}))
    for source in (first, first[:9], str(tmp_path / "a.log")):
        assert told(lake, "source", source=source) == [(first,)]
    for nothing in ("zz", "conn"):
        with pytest.raises(UsageError, match="no source") as refused:
            told(lake, "source", source=nothing)
        assert refused.value.exit_code == 2


@pytest.mark.parametrize("limit", [0, 1, 3, 4, 100])
def test_a_limit_cuts_what_is_shown_and_not_what_is_counted(lake, bring, limit):
    """Lines that were sealed together open together: those that are not shown are read all the same."""
    for name in ("a.log", "b.log"):
        bring(name, zeek({"ts": f"ona {name}"}, {"ts": "egle"}, {"ts": "rasa"}))
    texts = ["ona a.log", "egle", "rasa", "ona b.log", "egle", "rasa"]
    with rejects(lake, limit=limit, key=KEY) as found:
        rows = found.rows.read_all()
        assert found.total == 6
    assert [text.split("\t")[0] for text in rows["text"].to_pylist()] == texts[:limit]
    assert len(told(lake, "line", limit=limit)) == min(limit, 6)


def test_a_long_text_has_its_beginning_and_a_line_that_was_not_loaded_what_is_kept_of_it(
    lake, bring
):
    content = zeek({"ts": "o" * 5000}, {"ts": "e" * 20_000}, {"ts": "rasa"})
    bring("conn.log", content, max_line=10_000)
    long, longest, short = told(lake, "reason", "text", key=KEY)
    assert long == ("bad_time", "o" * 4096)
    assert longest == ("line_too_long", "e" * KEPT_OF_LONG + TOO_LONG)
    assert short[1].startswith("rasa\t")


def test_a_record_that_came_in_before_texts_were_kept_has_none(lake, bring):
    source = bring("conn.log", zeek({"ts": "ona"}))
    row = {"source": source, "line": 9, "format": "zeek-conn", "reason": "bad_time"}
    lake.append("reject", as_rows("reject", [row]))
    texts = [text for (text,) in told(lake, "text", key=KEY)]
    assert texts[0].startswith("ona")
    assert texts[1:] == [None]


def test_a_wrong_key_is_refused(lake, bring):
    bring("conn.log", zeek({"ts": "ona"}))
    with pytest.raises(SettingsError, match="not the key of this lake"):
        told(lake, "text", key=Key(b"x" * 32))


def test_a_text_that_was_altered_is_told_and_not_shown(lake, bring):
    source = bring("conn.log", zeek({"ts": "ona"}))
    with rejects(lake) as found:
        kept = found.rows.read_all()
    row = {"source": source, "line": 9, "format": "zeek-conn", "reason": "bad_time"}
    lake.append("reject", as_rows("reject", [row | {"sealed": bytes(60)}]))
    assert len(told(lake, "line")) == kept.num_rows + 1
    with pytest.raises(IntegrityError, match=f"{source} does not verify"):
        told(lake, "text", key=KEY)
    lake.path.with_name("lake.key").write_text(KEY.secret.hex())
    to = lake.path.with_name("texts.csv")
    assert run(["rejects", "--raw", "--lake", str(lake.path), "--to", str(to)]) == 6
    assert not to.exists()
    assert run(["rejects", "--lake", str(lake.path), "--to", str(to)]) == 0
