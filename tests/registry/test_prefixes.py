"""Prefixes: one spelling and two keys each, or a fault."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

import pytest
from hypothesis import given, settings
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


@pytest.fixture(scope="module")
def one(engine):
    return lambda text: prefixes([text], engine).to_pylist()[0]


@given(NETWORKS)
def test_the_keys_are_the_first_and_last_address_as_ipv6(one, network):
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
def test_other_spellings_become_the_canonical_one(one, text, prefix):
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
def test_anything_else_is_a_fault(one, text, fault):
    row = one(text)
    assert (row["prefix"], row["fault"]) == (None, fault)


MAPPED = IPv6Network("::ffff:0:0/96")
# Texts that are nearly addresses: true ones with signs put in, left out or doubled.
WRITTEN = st.builds(
    lambda address, length, place, sign, cut: (
        (address[: place % (len(address) + 1)] + sign + address[place % (len(address) + 1) + cut :])
        + length
    ),
    st.one_of(
        st.integers(0, 2**32 - 1).map(lambda number: str(ip_address(number))),
        st.integers(0, 2**128 - 1).map(lambda number: str(IPv6Network(number).network_address)),
        st.integers(0, 2**128 - 1).map(lambda number: IPv6Network(number).network_address.exploded),
        st.lists(st.sampled_from(["0", "0", "ffff", "1", "0db8", "192.0.2.0"]), max_size=9).map(
            ":".join
        ),
    ),
    st.sampled_from(["", "", "/0", "/8", "/24", "/32", "/33", "/95", "/96", "/128", "/129"]),
    st.integers(0, 40),
    st.sampled_from(["", "", ":", "::", "0", ".", "::ffff:", "A", "/"]),
    st.sampled_from([0, 0, 1, 4]),
)


def reference(text):
    """What Python's own reader says of a text: the prefix, or nothing."""
    length = text.partition("/")[2]
    if length.startswith("0") and length != "0":
        return None
    try:
        network = ip_network(text)
    except ValueError:
        return None
    if network.version == 4 or network.prefixlen < 96 or not network.subnet_of(MAPPED):
        wide = network.version == 6 and network.supernet_of(MAPPED) and network != MAPPED
        return None if wide else str(network)
    number = int(network.network_address) & 0xFFFFFFFF
    return str(IPv4Network((number, network.prefixlen - 96)))


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(WRITTEN, min_size=1, max_size=60))
def test_what_is_a_prefix_is_what_python_says(engine, texts):
    found = prefixes(texts, engine).to_pylist()
    assert [row["text"] for row in found] == sorted(set(texts))
    assert {row["text"]: row["prefix"] for row in found} == {t: reference(t) for t in texts}
    assert all((row["prefix"] is None) == (row["fault"] is not None) for row in found)


def test_no_texts_are_no_rows(engine):
    assert prefixes([None], engine).num_rows == 0
