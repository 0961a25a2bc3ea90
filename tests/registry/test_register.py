"""The register: what is taken, how it is stored, and every fault at once."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.registry.conftest import HEADER, KEY, pool, term, text_of
from tracker.registry.register import CATEGORIES, FAMILIES, STATUSES
from tracker.tables import arrow_schema

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Zs", "Cs"]),
    min_size=1,
    max_size=12,
).filter(lambda text: text[0] not in "=+@-#'")
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


@settings(max_examples=25, deadline=None)
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


@settings(max_examples=25, deadline=None)
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
