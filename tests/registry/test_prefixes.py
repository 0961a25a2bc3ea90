"""Prefixes: one spelling and two keys each, or a fault."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.registry.prefixes import prefixes

NETWORKS = st.one_of(
    st.builds(
        lambda number, length: IPv4Network((number, length), strict=False),
        st.integers(0, 2**32 - 1),
        st.integers(0, 32),
    ),
    st.builds(
        lambda number, length: IPv6Network((number, length), strict=False),
        st.integers(0x2001 << 112, (0x2002 << 112) - 1),
        st.integers(16, 128),
    ),
)


def one(text):
    return prefixes([text]).to_pylist()[0]


@given(NETWORKS)
def test_the_keys_are_the_first_and_last_address_as_ipv6(network):
    row = one(str(network).upper())
    mapped = 0xFFFF << 32 if network.version == 4 else 0
    assert row["prefix"] == str(network)
    assert int(row["first_key"], 16) == mapped + int(network[0])
    assert int(row["last_key"], 16) == mapped + int(network[-1])
    assert len(row["first_key"]) == len(row["last_key"]) == 32


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("2001:db8::7", "2001:db8::7/128"),
        ("2001:0DB8:0:0::/32", "2001:db8::/32"),
        ("::ffff:192.0.2.0/120", "192.0.2.0/24"),
        ("::ffff:c000:200/128", "192.0.2.0/32"),
    ],
)
def test_other_spellings_become_the_canonical_one(text, prefix):
    assert one(text)["prefix"] == prefix


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("192.0.2.1/24", "has host bits set"),
        ("2001:db8::1/64", "has host bits set"),
        ("192.0.02.0/24", "is no address or prefix"),
        ("192.0.2.0/024", "is no address or prefix"),
        ("192.0.2.0/255.255.255.0", "is no address or prefix"),
        ("192.0.2.0/33", "is no address or prefix"),
        ("192.0.2", "is no address or prefix"),
        ("fe80::1%eth0", "is no address or prefix"),
        ("[2001:db8::1]", "is no address or prefix"),
        ("192.0.2.0/\u0662\u0664", "is no address or prefix"),
        ("vpn.example.net", "is no address or prefix"),
        ("::/0", "spans all of IPv4 too"),
    ],
)
def test_anything_else_is_a_fault(text, fault):
    row = one(text)
    assert (row["prefix"], row["fault"]) == (None, fault)


def test_no_texts_are_no_rows():
    assert prefixes([None]).num_rows == 0
