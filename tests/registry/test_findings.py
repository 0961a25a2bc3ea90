"""What is no fault and wants an eye: each kind is found, and its near misses are not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.registry.conftest import KEY, NOW, term, text_of
from tests.report.planted import SOURCE, login, rows
from tracker.registry.findings import count_conflicts, file_findings, lake_findings
from tracker.registry.importing import import_list, import_register
from tracker.registry.queries import query
from tracker.registry.seeing import MACROS
from tracker.settings import Settings

PREFIXES = (
    "0.0.0.0/0", "192.0.0.0/8", "192.0.2.0/24", "192.0.2.0/25", "192.0.2.0/28", "192.0.2.0/30",
    "192.0.2.4/30", "192.0.2.4/32", "192.0.2.128/25", "198.51.100.0/24", "2001:db8::/32",
    "2001:db8::/47", "2001:db8::/48", "2001:db8:1::/48", "2001:db8::1/128", "2000::/3", "8000::/1",
)  # fmt: skip
ONE = term()
OTHER = term(registration_id="R-2", registrant_id="C-2")


@pytest.fixture(scope="session")
def conflicts(engine, read):
    """The pairs of ids in conflict among terms of a file."""
    for name in MACROS:
        engine.run(query(name))

    def run(terms):
        found = file_findings(None, read(terms).rows, Settings(), NOW).rows.to_pylist()
        return {(r["registration_id"], r["other"]) for r in found if r["kind"] == "conflict"}

    return run


@settings(max_examples=5, deadline=None)  # each as much work, however many terms it has
@given(
    st.lists(
        st.tuples(
            st.sampled_from(PREFIXES),
            st.sampled_from(["C-1", "C-2", "C-3"]),
            st.sampled_from([("2026-01-01", "2026-03-31"), ("2026-04-01", ""), ("2026-03-31", "")]),
            st.sampled_from(["approved", "pending", "revoked"]),
        ),
        min_size=2,
        max_size=16,
    )
)
def test_conflicts_are_the_pairs_that_comparing_all_with_all_finds(conflicts, told):
    def met(one, other):
        first, second = ip_network(one[0]), ip_network(other[0])
        return (
            one[1] != other[1]
            and "revoked" not in (one[3], other[3])
            and first.version == second.version
            and first.overlaps(second)
            and all(a[2][0] <= (b[2][1] or "9") for a, b in ((one, other), (other, one)))
        )

    terms = [
        term(
            registration_id=f"R-{number}", registrant_id=who, binding_value=cidr,
            valid_from=begins, valid_to=ends, status=status,
        )
        for number, (cidr, who, (begins, ends), status) in enumerate(told)
    ]  # fmt: skip
    expected = {
        (f"R-{a}", f"R-{b}") for a, b in combinations(range(len(told)), 2) if met(told[a], told[b])
    }
    assert conflicts(terms) == expected


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({"binding_value": "ONA"}, True),
        ({"binding_value": "ona "}, True),
        ({"binding_value": "jonas"}, False),
        ({"binding_kind": "circuit"}, True),  # judging looks for a name, whatever its kind
        ({"registrant_id": "C-1"}, False),
        ({"valid_from": "2027-01-01", "valid_to": ""}, False),
        ({"valid_from": "2026-12-31", "valid_to": ""}, True),
        ({"status": "pending"}, True),
        ({"status": "suspended"}, False),
    ],
)
def test_two_registrants_of_one_account_conflict_while_both_have_it(conflicts, other, found):
    account = {"binding_kind": "account", "binding_value": "ona"}
    assert conflicts([ONE | account, OTHER | account | other]) == (
        {("R-1", "R-2")} if found else set()
    )


def test_a_binding_of_very_many_terms_is_told_without_all_its_pairs(engine, read, conflicts):
    """Pairs grow with the square of the terms; one binding may not bring the machine down."""
    many = [term(registration_id=f"R-{n}", registrant_id="C-1") for n in range(2000)]
    assert conflicts([*many, term(registration_id="S", registrant_id="C-2")])
    crowd = [term(registration_id=f"R-{n}", registrant_id=f"C-{n}") for n in range(2000)]
    assert count_conflicts(engine, read(crowd).rows, Settings()) == 200 * 199 // 2


@pytest.fixture
def brought(lake, tmp_path):
    """A lake with a register, and what is found in it."""

    def run(*terms, pools="", unseen_days=None, now=NOW, told=Settings()):  # noqa: B008  # frozen
        for name, text in (("register", text_of(terms)), ("pools", pools)):
            (tmp_path / f"{name}.csv").write_text(text)
        import_register(lake, tmp_path / "register.csv", told, KEY, now=NOW)
        if pools:
            import_list(lake, tmp_path / "pools.csv", "pools", told, now=NOW)
        found = lake_findings(lake, told, now, unseen_days).rows.to_pylist()
        return [(row["kind"], row["registration_id"], row["other"]) for row in found]

    return run


POOLS = "cidr,category,provider,host\n192.0.2.8/29,{},Safelane,VPN.example.net\n"


@pytest.mark.parametrize("category", ["pool_cgnat", "pool_dynamic"])
def test_a_binding_that_now_touches_a_pool_is_found(brought, category):
    found = [("in_pool", "R-1", "192.0.2.8/29")]
    wide = term(registration_id="R-2", binding_value="192.0.2.16/28")
    assert brought(ONE, wide, pools=POOLS.format(category)) == found


def test_a_binding_in_a_static_pool_is_none_to_find(brought):
    assert brought(ONE, pools=POOLS.format("pool_static")) == []


def test_what_is_over_or_was_refused_is_passed_over(brought):
    refused = term(registration_id="R-2", status="rejected")
    later = datetime(2027, 1, 1, tzinfo=UTC)
    assert brought(ONE, refused, pools=POOLS.format("pool_cgnat"), now=later) == []


def test_a_remote_that_no_list_in_force_names_is_found(brought):
    hosts = {"R-1": "vpn.example.net", "R-2": "old.example.net"}
    providers = {"R-3": "safelane", "R-4": "Slowlane"}
    terms = [
        term(registration_id=name, remote_kind=kind, remote_value=value)
        for kind, told in (("host", hosts), ("provider", providers))
        for name, value in told.items()
    ]
    assert brought(
        *terms, pools=POOLS.format("licensed_vpn").replace("192.0.2.8", "198.51.100.8")
    ) == [
        ("unresolved", "R-2", "old.example.net"),
        ("unresolved", "R-4", "Slowlane"),
    ]


def test_a_prefix_is_wide_by_the_settings(brought):
    told = Settings(wide_prefix_v4=29, wide_prefix_v6=32)
    assert brought(ONE, term(registration_id="R-2", binding_value="2001:db8::/32"), told=told) == [
        ("wide", "R-1", None)
    ]


@pytest.mark.parametrize(
    ("other", "found"),
    [({}, []), ({"registrant_id": "C-9"}, [("successor", "R-2", "R-1")])],
)
def test_a_term_moved_from_one_that_its_registrant_has_had(brought, other, found):
    brought(
        ONE, term(registration_id="R-9"), term(registration_id="R-8"), term(registration_id="R-7")
    )
    moved = term(registration_id="R-2", binding_value="198.51.100.0/28", moved_from="R-1")
    rest = [term(registration_id=f"R-{number}") for number in (7, 8, 9)]
    assert brought(moved | other, *rest) == found


def pseudonyms(lake):
    from tracker.registry.asking import list_terms

    return dict(
        zip(*list_terms(lake, Settings(), NOW).select([0, 5]).to_pydict().values(), strict=True)
    )


def test_a_binding_that_no_login_of_the_last_days_shows_is_unseen(lake, brought):
    """The days are counted back from the last login record, not from today."""
    names = ("account", "ona"), ("account", "jonas"), ("circuit", "pon-7"), ("circuit", "pon-8")
    terms = [
        term(registration_id=f"R-{n}", binding_kind=kind, binding_value=value)
        for n, (kind, value) in enumerate(names)
    ]
    assert brought(*terms) == []  # nothing is known of logins
    hidden, last = pseudonyms(lake), datetime(2026, 3, 13, 20, tzinfo=UTC)
    seen = [
        {"user": hidden["R-0"], "at": last},
        {"user": hidden["R-1"], "at": last - timedelta(days=10)},
        {"station": hidden["R-2"], "at": last - timedelta(days=5)},
        {"user": hidden["R-3"], "at": last, "event": "failure"},
    ]
    planted = [login("x") | {"user": None} | one | {"event_date": one["at"].date()} for one in seen]
    lake.append("source", rows("source", SOURCE))
    lake.append("login", rows("login", *planted))
    assert brought(*terms, unseen_days=9) == [("unseen", "R-1", None), ("unseen", "R-3", None)]
    assert brought(*terms, unseen_days=11) == [("unseen", "R-3", None)]
    assert brought(*terms) == [("unseen", "R-3", None)]


def test_in_a_file_too_a_term_may_have_moved_from_one_that_is_over(lake, read):
    old = term(valid_to="2026-02-01")
    new = term(registration_id="R-2", binding_value="198.51.100.0/28", moved_from="R-1")
    found = file_findings(lake, read([old, new]).rows, Settings(), NOW)
    assert found.rows["kind"].to_pylist() == []
