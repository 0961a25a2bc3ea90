"""What is exported comes back: as it was, or with what somebody changed in it and nothing else."""

from __future__ import annotations

import csv
import re
import shutil
from datetime import timedelta
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.registry.conftest import HEADER, KEY, NOW, term, text_of
from tracker.cli.options import Output
from tracker.cli.show import show
from tracker.errors import Faults
from tracker.lake import MARKER, open_lake
from tracker.registry.asking import list_terms, show_term
from tracker.registry.exporting import export_terms, template
from tracker.registry.findings import lake_findings
from tracker.registry.history import history
from tracker.registry.importing import check_register, import_register
from tracker.registry.words import BINDING_KINDS, CATEGORIES, REMOTE_KINDS, STATUSES
from tracker.settings import Settings
from tracker.tables import arrow_schema

# Signs that spreadsheets and CSV readers stumble over, and those that begin a formula.
# No register takes what a spreadsheet would run, behind an apostrophe or not.
TEXT = (
    st.text(st.sampled_from("aB7 ąß'\"=+-@,;/\\|#"), min_size=1, max_size=8)
    .map(str.strip)
    .filter(lambda text: not re.match("'?[=+@-]", text))
)
WORDS = TEXT.filter(bool)
TIMES = st.sampled_from(
    ["2026-03-29", "2026-10-25", "2026-01-01T00:00:00+02:00", "2026-01-01 12:30:15.000001Z"]
)
ENDS = st.sampled_from(["", "2026-12-31", "2027-03-28", "2027-01-01T00:00:00.5-03:30"])
BOUND = st.one_of(
    st.sampled_from(["192.0.2.0/28", "2001:db8::/48", "192.0.2.7"]).map(lambda v: ("cidr", v)),
    WORDS.map(lambda v: ("account", v)),
    WORDS.map(lambda v: ("circuit", v)),
    st.sampled_from(["37060000007", "+37060000008"]).map(lambda v: ("msisdn", v)),
)
REMOTES = st.one_of(
    st.just(("any", "")),
    st.just(("cidr", "203.0.113.0/24")),
    st.just(("host", "VPN.example.net.")),
    WORDS.map(lambda v: ("provider", v)),
)
REST = st.fixed_dictionaries(
    {
        "registrant_id": WORDS,
        "category": st.sampled_from(CATEGORIES),
        "protocol": st.sampled_from(["", "openvpn", "udp", "50", "other:tcp/99"]),
        "port": st.sampled_from(["", "1194", "1190-1199"]),
        "valid_from": TIMES,
        "valid_to": ENDS,
        "status": st.sampled_from(STATUSES),
        "grace_days": st.sampled_from(["", "0", "30"]),
        "authority_ref": st.one_of(TEXT, st.just("a\tb\nc")),
        "moved_from": st.sampled_from(["", "gone-1", "gone-2"]),
    }
)
ROWS = st.tuples(WORDS, BOUND, REMOTES, REST).map(
    lambda told: {
        "registration_id": told[0],
        "binding_kind": told[1][0],
        "binding_value": told[1][1],
        "remote_kind": told[2][0],
        "remote_value": told[2][1],
        **told[3],
    }
)
REGISTERS = st.lists(ROWS, min_size=1, max_size=12, unique_by=lambda row: row["registration_id"])
ZONES = st.sampled_from(["UTC", "Europe/Vilnius", "America/St_Johns", "America/Havana"])


def bring(lake, path, told, now=NOW):
    return import_register(lake, path, told, KEY, now=now)


def exported(lake, path, told, **how):
    show(export_terms(lake, told, **how), Output(to=path).as_sheet(), zone=told.night_zone)
    return path


@settings(max_examples=4, deadline=None)  # each a few imports, however long a register is
@given(REGISTERS, ZONES, st.sampled_from(["csv", "parquet"]))
def test_an_untouched_export_changes_nothing(tmp_path_factory, empty_lake, rows, zone, kind):
    """Whatever is bound, in whatever zone its days are, and whatever signs its texts have."""
    with TemporaryDirectory(dir=tmp_path_factory.getbasetemp()) as place:
        folder, told = tmp_path_factory.getbasetemp() / place, Settings(night_zone=zone)
        lake = empty_lake(folder / "lake", KEY.check)
        (folder / "in.csv").write_text(text_of(rows, [*HEADER]), newline="")
        bring(lake, folder / "in.csv", told)
        path = exported(lake, folder / f"out.{kind}", told)
        done = bring(lake, path, told, NOW + timedelta(days=1))
        assert done.changes.to_pylist() == []
        assert done.version is None


@pytest.fixture
def known(lake, written):
    """A lake with two terms, one of them bound to an account."""
    rows = [term(), term(registration_id="R-2", binding_kind="account", binding_value="ona")]
    bring(lake, written(text_of(rows)), Settings())
    return lake


def rows_of(path):
    with path.open(newline="") as handle:
        return list(csv.DictReader(handle))


def test_what_is_edited_is_all_that_changes(known, tmp_path, written):
    rows = rows_of(exported(known, tmp_path / "out.csv", Settings()))
    rows[1]["status"] = "suspended"
    done = bring(known, written(text_of(rows)), Settings(), NOW + timedelta(days=1))
    assert [(row["registration_id"], row["what"]) for row in done.changes.to_pylist()] == [
        ("R-2", "status approved -> suspended")
    ]


def test_a_pseudonym_may_be_bound_in_another_term_too(known, tmp_path, written):
    rows = rows_of(exported(known, tmp_path / "out.csv", Settings()))
    rows.append(rows[1] | {"registration_id": "R-3"})
    bring(known, written(text_of(rows)), Settings(), NOW + timedelta(days=1))
    found = list_terms(known, Settings(), NOW).to_pylist()
    assert found[1]["binding_value"] == found[2]["binding_value"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("account", "pseudonym:" + "0" * 32),
        ("account", "pseudonym:"),
        ("account", "pseudonym:ona"),
        ("circuit", None),  # what is known as an account is no circuit
    ],
)
def test_a_pseudonym_that_the_register_does_not_have_is_a_fault(
    known, tmp_path, written, kind, value
):
    rows = rows_of(exported(known, tmp_path / "out.csv", Settings()))
    rows[1] |= {"binding_kind": kind, "binding_value": value or rows[1]["binding_value"]}
    path = written(text_of(rows))
    for run in (bring, lambda lake, path, told: check_register(lake, path, told, NOW)):
        with pytest.raises(Faults, match=f"write the {kind} itself"):
            run(known, path, Settings())


def test_an_earlier_state_can_be_brought_back(known, tmp_path, written):
    rows = [term(), term(registration_id="R-2", binding_kind="account", binding_value="jonas")]
    bring(known, written(text_of(rows)), Settings(), NOW + timedelta(days=1))
    path = exported(known, tmp_path / "out.csv", Settings(), known_at=NOW)
    done = bring(known, path, Settings(), NOW + timedelta(days=2))
    assert done.changes.column("what").to_pylist() == ["binding_value changed"]


def test_no_name_is_exported(known):
    assert "ona" not in repr(export_terms(known, Settings()).to_pylist())


def test_the_template_has_the_columns_of_a_register_and_an_example_of_each_kind(tmp_path):
    assert template().column_names == HEADER
    assert template().num_rows == 0
    rows = template(examples=True)
    assert set(rows["binding_kind"].to_pylist()) == set(BINDING_KINDS)
    assert set(rows["remote_kind"].to_pylist()) == set(REMOTE_KINDS)
    show(rows, Output(to=tmp_path / "t.csv"))
    assert check_register(None, tmp_path / "t.csv", Settings(), NOW).rows.num_rows == len(rows)


def test_a_register_of_a_lake_that_is_older_than_a_column_is_asked_and_brought_back(
    known, tmp_path
):
    """Layout 1 knows no moved_from: it reads as empty, and the first import that writes adds it."""
    stored = DeltaTable(str(known.path / "registration"))
    schema = pa.schema([one for one in arrow_schema("registration") if one.name != "moved_from"])
    kept = pa.table(stored.to_pyarrow_table()).select(schema.names).cast(schema)
    shutil.rmtree(known.path / "registration")
    write_deltalake(str(known.path / "registration"), kept)
    (known.path / MARKER).write_text(f'layout = 1\nkey_check = "{KEY.check}"\n')
    old = open_lake(known.path)
    assert [row["change"] for row in history(old, Settings()).to_pylist()] == ["added", "added"]
    assert lake_findings(old, Settings(), NOW).rows.num_rows == 0
    path = exported(old, tmp_path / "out.csv", Settings())
    assert bring(old, path, Settings()).version is None
    path.write_text(
        path.read_text().replace('"A-1",\n', '"A-1","R-2"\n').replace("0,,\n", '0,,"R-2"\n', 1)
    )
    done = bring(old, path, Settings(), NOW + timedelta(days=1))
    assert done.changes["what"].to_pylist() == ["moved_from none -> R-2"]
    row = show_term(old, Settings(), "R-1", NOW).to_pylist()[0]
    assert (row["moved_from"], len(row["versions"])) == ("R-2", 2)
