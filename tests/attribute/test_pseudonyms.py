"""Pseudonyms: one name, one key, one pseudonym, and no way back."""

from __future__ import annotations

import hmac
import stat
from unicodedata import normalize

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.attribute.pseudonyms import Key, make_key, pseudonym_sql, read_key
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement
from tracker.errors import SettingsError

KEY = Key(bytes(range(32)))
NAMES = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), min_size=1)
FOLDED = "lower(trim(nfc_normalize(text)))"


@pytest.fixture(scope="module")
def engine():
    with DuckDB() as engine:
        yield engine


def asked(engine, expression, names, key=KEY):
    engine.register("names", pa.table({"text": pa.array(names, pa.string())}))
    statement = Statement("test", f"select {expression} as value from names")
    return engine.rows(statement, key.pads())["value"].to_pylist()


@given(names=NAMES, secret=st.binary(min_size=32, max_size=32))
def test_a_pseudonym_is_the_hmac_of_the_folded_name(engine, names, secret):
    wanted = [
        hmac.digest(secret, folded.encode(), "sha256").hex()[:32]
        for folded in asked(engine, FOLDED, names)
    ]
    assert asked(engine, pseudonym_sql("text"), names, Key(secret)) == wanted


@given(name=st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"]), min_size=1))
def test_case_and_blanks_around_it_make_no_other_name(engine, name):
    spelt = [name, name.upper(), name.lower(), f"  {name} "]
    assert len(set(asked(engine, pseudonym_sql("text"), spelt))) == 1


def test_one_letter_spelt_in_two_ways_is_one_name(engine):
    spelt = [normalize(form, "Žygimantė@nerys.example") for form in ("NFC", "NFD")]
    assert spelt[0] != spelt[1]
    assert len(set(asked(engine, pseudonym_sql("text"), spelt))) == 1


def test_no_name_has_no_pseudonym_and_another_name_another(engine):
    told = asked(engine, pseudonym_sql("text"), [None, "ona", "jonas"])
    assert told[0] is None
    assert len(set(told)) == 3


def test_another_key_makes_another_pseudonym_and_has_another_check(engine):
    other = Key(b"k" * 32)
    expression = pseudonym_sql("text")
    assert asked(engine, expression, ["ona"]) != asked(engine, expression, ["ona"], other)
    assert KEY.check != other.check


def test_a_key_is_made_for_its_owner_alone_and_read_again(tmp_path):
    made = make_key(tmp_path / "new" / "lake.key")
    assert read_key(tmp_path / "new" / "lake.key") == made
    assert stat.S_IMODE((tmp_path / "new" / "lake.key").stat().st_mode) == 0o600


def test_a_key_is_never_written_over(tmp_path):
    made = make_key(tmp_path / "lake.key")
    with pytest.raises(SettingsError, match="no key can be made: File exists"):
        make_key(tmp_path / "lake.key")
    assert read_key(tmp_path / "lake.key") == made


@pytest.mark.parametrize(
    "content", [b"", b"00" * 31, b"00" * 33, b"no key", b"\xff\xfe", b"zz" * 32]
)
def test_what_is_no_key_is_refused_by_name_and_not_shown(tmp_path, content):
    path = tmp_path / "lake.key"
    path.write_bytes(content)
    with pytest.raises(
        SettingsError, match=r"lake\.key: (a key of|the key cannot be read)"
    ) as refused:
        read_key(path)
    assert refused.value.exit_code == 3
    assert "zz" not in str(refused.value)


def test_a_missing_key_says_what_is_lost_without_it(tmp_path):
    with pytest.raises(SettingsError, match=r"the key is missing; .* no name can be matched again"):
        read_key(tmp_path / "lake.key")
