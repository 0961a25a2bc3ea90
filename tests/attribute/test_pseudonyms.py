"""Pseudonyms: one name, one key, one pseudonym, and no way back."""

from __future__ import annotations

import hmac
import re
import stat
from unicodedata import normalize

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.attribute.pseudonyms import (
    Key,
    make_key,
    pseudonyms,
    read_key,
    refuse_other_key,
    refuse_other_rules,
)
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement
from tracker.errors import SettingsError
from tracker.folding import Folding
from tracker.lake import create_lake
from tracker.settings import Settings

KEY = Key(bytes(range(32)))
NAMES = st.lists(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200), min_size=1, unique=True
)
FOLDED = "lower(trim(nfc_normalize(name)))"
STATIONS = ("station", "circuit", "msisdn")
OLD = Folding(one_spelling=False)
ISP = Folding(strip_realms=("isp", "isp.lt"))
MAC = "02:00:5e:0a:00:b1"


@pytest.fixture(scope="module")
def engine():
    with DuckDB() as engine:
        yield engine


@pytest.fixture(scope="module")
def told(engine):
    """The pseudonym of each name, by name."""

    def run(*names, kind="user", folding=Folding(), key=KEY):  # noqa: B008  # frozen
        named = pa.table({"kind": [kind] * len(names), "name": pa.array(names, pa.string())})
        made = pseudonyms(named, engine, key, folding)
        return dict(zip(*made.select(["name", "pseudonym"]).to_pydict().values(), strict=True))

    return run


@pytest.fixture(scope="module")
def one(told):
    """Whether spellings are one name."""

    def run(*names, **how):
        return len(set(told(*names, **how).values())) == 1

    return run


def hmac_of(folded, key=KEY):
    return hmac.digest(key.secret, folded.encode(), "sha256").hex()[:32]


@given(names=NAMES, secret=st.binary(min_size=32, max_size=32))
def test_a_pseudonym_is_the_hmac_of_the_folded_name(engine, told, names, secret):
    engine.register("plain", pa.table({"name": pa.array(names, pa.string())}))
    folded = engine.rows(Statement("test", f"select {FOLDED} as name from plain"))["name"]
    wanted = [hmac_of(name, Key(secret)) for name in folded.to_pylist()]
    found = told(*names, folding=OLD, key=Key(secret))
    assert [found[name] for name in names] == wanted


@given(name=st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"]), min_size=1))
def test_case_and_blanks_around_it_make_no_other_name(one, name):
    assert one(*{name, name.upper(), name.lower(), f"  {name} "})


def test_one_letter_spelt_in_two_ways_is_one_name(one):
    spelt = [normalize(form, "Žygimantė@nerys.example") for form in ("NFC", "NFD")]
    assert spelt[0] != spelt[1]
    assert one(*spelt)


def test_another_name_has_another_pseudonym(one):
    assert not one("ona", "jonas")


def test_where_case_tells_names_apart_it_does_so_for_all_but_mac_addresses(one):
    cased = Folding(fold_case=False)
    for kind in ("user", "account", *STATIONS):
        assert not one("Ona", "ona", kind=kind, folding=cased)
        assert one(MAC, MAC.upper(), kind=kind, folding=cased)


@pytest.mark.parametrize(
    "spelt",
    [
        "ona@isp.lt",
        "Ona@ISP.LT",
        "isp.lt/ona",
        "isp.lt\\ona",
        "ISP\\ona",
        " isp/ona@isp.lt ",
    ],
)
def test_a_realm_that_is_stripped_makes_no_other_name_of_a_login(one, spelt):
    assert one("ona", spelt, folding=ISP)
    assert one("ona", spelt, folding=ISP, kind="account")
    assert not one("ona", spelt)
    for kind in STATIONS:
        assert not one("ona", spelt, folding=ISP, kind=kind)


@pytest.mark.parametrize(
    "other",
    [
        "ona@other.lt",
        "ona@sub.isp.lt",
        "other/ona",
        "@isp.lt",
        "isp.lt\\",
        "ona@isp.lt@x",
        "ona%isp.lt",
    ],
)
def test_a_realm_that_is_not_listed_and_one_without_a_user_stay(one, told, other):
    assert not one("ona", other, folding=ISP)
    assert told(other, folding=ISP)[other] == hmac_of(other)


def test_realms_are_compared_without_case_where_names_are_not(one):
    folding = Folding(fold_case=False, strip_realms=("isp.lt",))
    assert one("Ona", "Ona@ISP.lt", folding=folding)
    assert not one("ona", "Ona@ISP.lt", folding=folding)


@pytest.mark.parametrize("kind", ["user", "account", *STATIONS])
def test_a_mac_address_is_one_name_however_it_is_spelt(told, kind):
    digits = MAC.replace(":", "")
    fours = [sign.join(re.findall("....", digits)) for sign in ".:-"]
    halves = [sign.join(re.findall("......", digits)) for sign in ":-"]
    spelt = {MAC, MAC.replace(":", "-"), digits, *fours, *halves, "2:0:5e:a:0:b1"}
    spelt |= {one.upper() for one in spelt}
    assert len(spelt) > 12
    assert set(told(*spelt, kind=kind).values()) == {hmac_of(MAC)}


@pytest.mark.parametrize(
    "number", ["370612345678", "1234-5678-9012", "123456-789012", "192.0.2.1", "1.2.3.4.5.6"]
)
def test_what_may_be_a_number_is_not_taken_for_a_mac_address(told, number):
    """A wrong name is worse than a missing one: such a number may be somebody's."""
    assert told(number, kind="station")[number] == hmac_of(number)


@pytest.mark.parametrize("spelt", ["+37060000000", "+370 600 00000", "+370 (600) 00-000"])
def test_a_number_is_one_with_its_plus_and_without(one, spelt):
    assert one(spelt, "37060000000", kind="msisdn")
    assert one(spelt, "37060000000", kind="station")


@pytest.mark.parametrize("other", ["+1", "+", "+370 600 0000 0000 0000", "1-2-3-4567", "+eth 1/2"])
def test_what_is_no_number_keeps_its_signs(told, other):
    assert told(other, kind="circuit")[other] == hmac_of(other)


def test_a_lake_of_the_first_layout_goes_on_as_it_began(told):
    for spelt in ("02-00-5E-0A-00-B1", "+37060000000"):
        assert told(spelt, folding=OLD)[spelt] == hmac_of(spelt.lower())


def test_a_name_of_hostile_signs_is_a_name(told):
    names = ["a'b", "$opad", "x\0y", "\x1b[31m", "a\nb@isp.lt", "{}", "Ω" * 5000]
    assert len(set(told(*names, folding=ISP).values())) == len(names)


def test_another_key_makes_another_pseudonym_and_has_another_check(told):
    other = Key(b"k" * 32)
    assert told("ona") != told("ona", key=other)
    assert KEY.check != other.check


def test_a_key_that_made_no_pseudonym_of_the_lake_is_refused(tmp_path):
    lake = create_lake(tmp_path / "lake", KEY.check)
    refuse_other_key(lake, KEY)
    with pytest.raises(SettingsError, match="not the key of this lake"):
        refuse_other_key(lake, Key(b"k" * 32))


@pytest.mark.parametrize("other", [{"fold_case": False}, {"strip_realms": ["isp.lt"]}])
def test_rules_other_than_the_lakes_are_refused_and_what_differs_is_told(tmp_path, other):
    lake = create_lake(tmp_path / "lake", KEY.check)
    refuse_other_rules(lake, Settings())
    with pytest.raises(SettingsError, match="as in the lake") as no:
        refuse_other_rules(lake, Settings(**other))
    assert no.value.exit_code == 3


def test_the_order_and_case_of_realms_make_no_other_rules(tmp_path):
    made = Folding.of(Settings(strip_realms=["ISP.lt", "a.lt", "isp.LT"]))
    lake = create_lake(tmp_path / "lake", KEY.check, made)
    refuse_other_rules(lake, Settings(strip_realms=["a.lt", "isp.lt"]))


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
