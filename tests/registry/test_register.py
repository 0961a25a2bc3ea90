"""The register: what is taken, how it is stored, and every fault at once."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from io import BytesIO

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.registry.conftest import HEADER, KEY, pool, term, text_of
from tracker.attribute.names import Names
from tracker.attribute.pseudonyms import pseudonyms
from tracker.errors import Faults
from tracker.folding import Folding
from tracker.registry.queries import query
from tracker.registry.register import CATEGORIES, FAMILIES, STATUSES, read_register
from tracker.settings import Settings
from tracker.tables import arrow_schema

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Zs", "Cs"]),
    min_size=1,
    max_size=12,
).filter(
    lambda text: text[0] not in "=+@-#'" and text not in ("TRUE", "FALSE") and "E+" not in text
)
PORTS = st.lists(st.integers(1, 65535), min_size=1, max_size=2, unique=True).map(sorted)
TERMS = st.fixed_dictionaries(
    {
        "registrant_id": WORDS,
        "category": st.sampled_from(CATEGORIES),
        "binding_kind": st.sampled_from(["account", "circuit"]),
        "binding_value": WORDS,
        "remote_kind": st.just("provider"),
        "remote_value": WORDS,
        "protocol": st.sampled_from(["", *FAMILIES, "other:udp/443", "0", "50", "255"]),
        "port": PORTS.map(lambda ports: "-".join(map(str, ports))),
        "valid_from": st.dates(datetime(2020, 1, 1).date(), datetime(2025, 1, 1).date()).map(str),  # noqa: DTZ001
        "valid_to": st.sampled_from(["", "2025-01-01", "2026-12-31T23:59:59Z"]),
        "status": st.sampled_from(STATUSES),
        "grace_days": st.integers(0, 9999).map(str),
        "authority_ref": st.text(st.sampled_from("a,\"\n=;'")).map(lambda text: f"x{text}x"),
    }
)
SAME = (
    "registrant_id",
    "category",
    "binding_kind",
    "binding_value",
    "remote_value",
    "port",
    "status",
)
BROKEN = {
    "category": "bakery",
    "binding_kind": "mac",
    "remote_kind": "url",
    "protocol": "256",
    "port": "0",
    "valid_from": "soon",
    "status": "Approved",
    "grace_days": "-1",
}


@settings(max_examples=10, deadline=None)
@given(st.lists(TERMS, min_size=1, max_size=8))
def test_every_term_is_read_as_it_was_written(read, terms):
    given_terms = [t | {"registration_id": f"R-{n}"} for n, t in enumerate(terms)]
    rows = {row["registration_id"]: row for row in read(given_terms).rows.to_pylist()}
    assert len(rows) == len(terms)
    for said in given_terms:
        row = rows[said["registration_id"]]
        assert {name: row[name] for name in SAME} == {name: said[name] for name in SAME}
        assert (row["protocol"] or "") == said["protocol"]
        assert str(row["grace_days"]) == said["grace_days"]
        assert row["authority_ref"] == said["authority_ref"]


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(["", *BROKEN]), min_size=1, max_size=12).filter(any))
def test_every_fault_of_a_file_is_told_with_its_line(refused, broken):
    terms = [
        term(registration_id=f"R-{n}", **({name: BROKEN[name]} if name else {}))
        for n, name in enumerate(broken)
    ]
    expected = [(line, name) for line, name in enumerate(broken, 2) if name]
    found = refused(terms)
    assert [line for line, _ in found] == [line for line, _ in expected]
    assert all(
        f"{name} '{BROKEN[name]}" in text
        for (_, text), (_, name) in zip(found, expected, strict=True)
    )


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"registration_id": ""}, "registration_id is empty"),
        ({"registrant_id": " "}, "registrant_id is empty"),
        ({"registration_id": "R\u200b1"}, "without invisible characters"),
        ({"binding_value": "192.0.2.1/28"}, "has host bits set; expected a prefix"),
        ({"binding_value": "192.0.2.300"}, "is no address or prefix"),
        ({"binding_kind": "msisdn", "binding_value": "12 34"}, "is understood as 1234"),
        ({"remote_value": "203.0.113.0/24"}, "with remote_kind any; expected no remote_value"),
        ({"remote_kind": "provider"}, "remote_value is empty with remote_kind provider"),
        ({"remote_kind": "cidr"}, "remote_value is empty with remote_kind cidr"),
        ({"remote_kind": "cidr", "remote_value": "203.0.113.9/24"}, "has host bits set"),
        ({"remote_kind": "host", "remote_value": "203.0.113.9"}, "with remote_kind host"),
        ({"remote_kind": "host", "remote_value": "vpn"}, "with remote_kind host"),
        ({"protocol": "carrier-pigeon"}, "protocol 'carrier-pigeon'"),
        ({"port": "65536"}, "port '65536'"),
        ({"port": "500-100"}, "port '500-100'"),
        ({"port": "1194,443"}, "port '1194,443'"),
        ({"valid_from": ""}, "valid_from is empty"),
        ({"valid_to": "2026-12-31T10:00:00"}, "has no offset from UTC"),
        ({"valid_to": "2025-12-31"}, "is not after valid_from"),
        ({"valid_from": "2026-01-01T00:00Z", "valid_to": "2026-01-01T00:00Z"}, "is not after"),
        ({"grace_days": "1.5"}, "grace_days '1.5'"),
    ],
)
def test_a_term_is_refused_with_what_was_found(refused, other, said):
    ((line, text),) = refused([term(**other)])
    assert line == 2
    assert said in text


def test_two_rows_of_one_id_may_spell_a_number_differently(read):
    terms = [
        term(binding_kind="msisdn", binding_value=text)
        for text in ("+370 600 00000", "37060000000")
    ]
    assert read(terms).rows.num_rows == 1


def test_two_different_rows_of_one_id_are_refused_at_the_second(refused):
    ((line, text),) = refused([term(), term(registration_id="R-2"), term(status="revoked")])
    assert line == 4
    assert "'R-1' stands in line 2 with other values" in text


def test_the_same_row_twice_is_one_term_and_a_warning(read):
    register = read([term(), term()])
    assert register.rows.num_rows == 1
    assert register.warnings[0].startswith("line 3 repeats")


@pytest.mark.parametrize("category", ["pool_dynamic", "pool_cgnat"])
@pytest.mark.parametrize(
    "binding", ["192.0.2.0/28", "192.0.2.0/23", "192.0.2.7", "::ffff:c000:207"]
)
def test_a_binding_that_touches_a_changing_pool_is_refused(refused, category, binding):
    ((line, text),) = refused([term(binding_value=binding)], pools=pool(category))
    assert line == 2
    assert f"lies in 192.0.2.0/24 ({category} of list pools)" in text


@pytest.mark.parametrize("category", ["pool_static", "local", "hosting"])
def test_other_networks_bar_no_binding(read, category):
    assert read([term()], pools=pool(category)).rows.num_rows == 1


def test_a_binding_beside_a_pool_is_taken(read):
    register = read([term(binding_value="192.0.3.0/24")], pools=pool("pool_dynamic"))
    assert register.rows.num_rows == 1


@pytest.mark.parametrize("kind", ["account", "circuit", "msisdn"])
def test_who_is_bound_is_stored_under_his_pseudonym(read, names, kind):
    register = read([term(binding_kind=kind, binding_value="37060000000")], names=names)
    (row,) = register.rows.to_pylist()
    assert row["binding_value"] == hmac.digest(KEY.secret, b"37060000000", "sha256").hex()[:32]
    assert row["binding_first_key"] is None


def test_names_that_differ_in_case_alone_are_one_holder(read, names):
    terms = [
        term(registration_id=name, binding_kind="account", binding_value=name)
        for name in ("Ona@nerys.example", "ona@NERYS.example")
    ]
    assert len(set(read(terms, names=names).rows.column("binding_value").to_pylist())) == 1


def test_the_spellings_of_an_account_are_one_binding_by_the_rules_of_the_lake(engine, read):
    names = Names(KEY, Folding(strip_realms=("isp.example",)), engine)
    spelt = ("ona", "ONA@isp.example", "isp.example\\Ona", " ona@ISP.example ")
    terms = [
        term(registration_id=f"R-{n}", binding_kind="account", binding_value=text)
        for n, text in enumerate(spelt)
    ]
    assert len(set(read(terms, names=names).rows.column("binding_value").to_pylist())) == 1


def test_the_last_day_of_a_term_is_its_own_in_the_zone_of_the_night(read):
    (row,) = read([term()], zone="Europe/Vilnius").rows.to_pylist()
    assert row["valid_from"] == datetime(2025, 12, 31, 22, tzinfo=UTC)
    assert row["valid_to"] == datetime(2026, 12, 31, 22, tzinfo=UTC)


def test_what_is_left_empty_is_open(read):
    (row,) = read([term(valid_to="")]).rows.to_pylist()
    assert [row[name] for name in ("valid_to", "protocol", "port", "grace_days")] == [None] * 3 + [
        0
    ]


@pytest.mark.parametrize(("said", "kept"), [("UDP", "17"), ("esp", "50"), ("IPsec", "ipsec")])
def test_a_protocol_has_one_spelling(read, said, kept):
    assert read([term(protocol=said)]).rows.column("protocol").to_pylist() == [kept]


def test_a_host_has_one_spelling(read):
    terms = [term(remote_kind="host", remote_value="VPN.Example.NET.")]
    assert read(terms).rows.column("remote_value").to_pylist() == ["vpn.example.net"]


def test_a_register_of_parquet_says_the_same(read):
    import pyarrow as pa
    from pyarrow import parquet

    rows = [dict.fromkeys(HEADER) | term(valid_from=datetime(2026, 1, 1, tzinfo=UTC))]
    content = BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows), content)
    assert read(content.getvalue()).rows == read([term()]).rows


def test_a_header_alone_is_a_register_without_terms(read):
    assert read([]).rows.num_rows == 0


def test_a_very_wide_binding_is_warned_of(read):
    assert any("192.0.0.0/8" in w for w in read([term(binding_value="192.0.0.0/8")]).warnings)


def test_the_columns_are_those_of_the_table_that_a_file_decides(read):
    decided = arrow_schema("registration").names[:-4]
    assert read(text_of([term()])).rows.schema.names == decided


def test_what_counts_as_very_wide_is_a_setting(engine, written):
    path = written(text_of([term(binding_value="192.0.2.0/28")]))
    assert not _wide(read_register(path, engine, Settings()))
    assert _wide(read_register(path, engine, Settings(wide_prefix_v4=29)))


def _wide(register):
    return [told for told in register.warnings if "registers whoever" in told]


@pytest.mark.parametrize(
    ("said", "code", "number"),
    [
        ("37060000000", None, "37060000000"),
        ("+37060000000", None, "37060000000"),
        ("'+370 (600) 00-000", None, "37060000000"),
        ("(+370) 600.00/000", None, "37060000000"),
        ("0037060000000", "370", "37060000000"),
        ("060000000", "370", "37060000000"),
        ("0 600 00000", "370", "37060000000"),
        ("+4930123456", "370", "4930123456"),
        ("1234567", None, "1234567"),
    ],
)
def test_a_number_is_folded_to_its_digits_by_declared_rules(engine, written, said, code, number):
    """What is folded once stays as it is."""
    for text in (said, number):
        path = written(text_of([term(binding_kind="msisdn", binding_value=text)]))
        rows = read_register(path, engine, Settings(country_code=code)).rows
        assert rows.column("binding_value").to_pylist() == [number]


@pytest.mark.parametrize(
    ("said", "code", "told"),
    [
        ("0037060000000", None, "is understood as 0037060000000, which begins with 0"),
        ("004930123456", "370", "begins with 0; expected"),
        ("060000000", None, "or declare country_code in tracker.toml"),
        ("+0370600000", "370", "begins with 0"),
        ("123456", None, "is understood as 123456, which has 6 digits"),
        ("1234567890123456", None, "which has 16 digits"),
        ("+370 (0) 600 00000", "370", "has a nought in brackets"),
        ("37060000000.0", None, "is what a spreadsheet made of a number"),
        ("3.7060000000E+10", None, "format the column as text"),
        ("3,70E+10", None, "format the column as text"),
        ("+370600+00000", None, "is a formula to a spreadsheet"),
        ("ona", None, "is no number of a subscriber"),
        ("\u0663\u0667\u0660\u0666\u0660\u0660\u0660", None, "is no number of a subscriber"),
    ],
)
def test_what_is_no_number_is_told_with_what_was_understood(engine, written, said, code, told):
    path = written(text_of([term(binding_kind="msisdn", binding_value=said)]))
    with pytest.raises(Faults) as raised:
        read_register(path, engine, Settings(country_code=code))
    assert told in str(raised.value)


SPELT = st.text(st.sampled_from("0123456789+ ()-./"), min_size=1, max_size=20)


@settings(max_examples=20, deadline=None)
@given(texts=st.lists(SPELT, min_size=1, max_size=40), code=st.sampled_from([None, "370", "1"]))
def test_folding_a_number_twice_is_folding_it_once(engine, texts, code):
    def fold(values):
        rows = pa.table({"binding_kind": ["msisdn"] * len(values), "binding_value": values})
        engine.register("sheet_rows", rows)
        told = engine.rows(query("numbers"), {"country_code": code}).to_pylist()
        assert all((row["number"] is None) == (row["fault"] is not None) for row in told)
        return {row["text"]: row["number"] for row in told if row["number"]}

    once = set(fold(texts).values())
    assert fold([*once, "1234567"]).items() >= {(number, number) for number in once}


@pytest.mark.parametrize("said", ["+37060000000", "370 600 00000", "37060000000"])
def test_a_number_of_a_register_is_the_pseudonym_of_a_log_s_with_and_without_plus(
    engine, read, names, said
):
    (row,) = read([term(binding_kind="msisdn", binding_value=said)], names=names).rows.to_pylist()
    logged = pa.table({"kind": ["station"] * 2, "name": ["+37060000000", "37060000000"]})
    told = pseudonyms(logged, engine, KEY, Folding())
    assert set(told["pseudonym"].to_pylist()) == {row["binding_value"]}


def test_a_lake_that_keeps_spellings_apart_has_numbers_as_they_are_written(engine, read):
    names = Names(KEY, Folding(one_spelling=False), engine)
    terms = [term(binding_kind="msisdn", binding_value="+37060000000")]
    (row,) = read(terms, names=names).rows.to_pylist()
    assert row["binding_value"] == hmac.digest(KEY.secret, b"+37060000000", "sha256").hex()[:32]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"moved_from": "R-1"}, "moved_from 'R-1' is the term itself"),
        ({"moved_from": "R-2"}, "moved_from 'R-2' is a term of C-2; expected a term of the same"),
    ],
)
def test_who_moved_names_an_earlier_term_of_the_same_registrant(refused, other, said):
    terms = [term(**other), term(registration_id="R-2", registrant_id="C-2")]
    ((line, text),) = refused(terms)
    assert line == 2
    assert said in text


@pytest.mark.parametrize("moved", ["R-0", "R-9"])
def test_a_term_may_have_moved_from_one_of_the_file_or_from_one_that_is_not_there(read, moved):
    rows = read([term(registration_id="R-0"), term(moved_from=moved)]).rows
    assert rows.column("moved_from").to_pylist() == [None, moved]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("2026-01-01 00:00:00", "write 2026-01-01 for the whole day"),
        ("01/02/2026", "write 2026-01-02 or 2026-02-01, whichever is meant"),
        ("31.12.2026", "is no date and no time; expected a date such as 2026-03-14"),
        ("46023", "is a spreadsheet's number of a day; expected a date such as 2026-03-14"),
        ("46023", "write 2026-01-01, if that is meant"),
        ("TRUE", "is what a spreadsheet made of a word"),
        ("#REF!", "is a spreadsheet's word for a mistake"),
    ],
)
def test_a_date_that_a_spreadsheet_changed_is_told_with_the_remedy(refused, said, told):
    assert any(told in text for _, text in refused([term(valid_from=said, valid_to="")]))


@pytest.mark.parametrize("column", ["registration_id", "registrant_id", "authority_ref"])
@pytest.mark.parametrize(
    "value", ['=HYPERLINK("http://x")', "@SUM(A1)", "+1+2", "-1", "\t=1", "#N/A", "1E+05", "'=1"]
)
def test_what_a_spreadsheet_runs_or_has_changed_is_a_fault(refused, column, value):
    assert any(
        text.startswith(f"{column} '") for _, text in _told(refused([term(**{column: value})]))
    )


def _told(faults):
    return [(line, text.partition(": ")[2]) for line, text in faults]


@pytest.mark.parametrize(
    "other",
    [
        {"binding_kind": "msisdn", "binding_value": "+37060000000"},
        {"binding_kind": "account", "binding_value": "'+37060000000"},
        {"authority_ref": "-"},
    ],
)
def test_a_plus_before_a_number_and_a_stroke_alone_are_no_formulas(read, other):
    assert read([term(**other)]).rows.num_rows == 1
