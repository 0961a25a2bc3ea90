"""Addresses: one key and one text for every way to write one, and none for what is none."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.normalise.address import resolve

GROUPS = st.sampled_from([0, 0, 0, 0, 1, 0xA, 0xDB8, 0x2001, 0xFFFF]) | st.integers(0, 0xFFFF)
SIX = st.lists(GROUPS, min_size=8, max_size=8).map(
    lambda groups: IPv6Address(":".join(f"{group:x}" for group in groups))
)
MAPPED = st.ip_addresses(v=4).map(lambda four: IPv6Address(f"::ffff:{four}"))
ADDRESSES = st.ip_addresses(v=4) | SIX | MAPPED
NEARLY = st.text("0123456789abcdefABCDEF::::....%[]/ g", max_size=24)
NUMBERS = st.integers(0, 300).map(str) | st.from_regex(r"\A0[0-9]{1,3}\Z")
DOTTED = st.lists(NUMBERS, min_size=3, max_size=5).map(".".join)
COLONED = st.lists(
    st.sampled_from(["", "0", "1", "db8", "0db8", "00000", "ffff"]), max_size=10
).map(":".join)


@st.composite
def spellings(draw):
    """An address and one of the ways to write it."""
    address = draw(ADDRESSES)
    if isinstance(address, IPv4Address):
        ways = [str(address), ".".join(f"{part:03}" for part in address.packed)]
    else:
        ways = [str(address), address.exploded, short(address, draw(st.integers(0, 6)))]
        ways += [f"{way}%eth0" for way in ways] + [f"[{way}]" for way in ways]
        ways += [with_tail(address)]
    written = draw(st.sampled_from(ways))
    written = written.upper() if draw(st.booleans()) else written
    return address, " " * draw(st.integers(0, 1)) + written


def short(address: IPv6Address, at: int) -> str:
    """The address with the zero groups from a place on as a double colon, not always the longest run."""
    groups = [f"{int(group, 16):x}" for group in address.exploded.split(":")]
    end = at
    while end < 8 and groups[end] == "0":
        end += 1
    if end == at:
        return ":".join(groups)
    return ":".join(groups[:at]) + "::" + ":".join(groups[end:])


def with_tail(address: IPv6Address) -> str:
    return f"{address.exploded[:29]}:{IPv4Address(address.packed[12:])}"


def canonical(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    return getattr(address, "ipv4_mapped", None) or address


def has_one_run(address: IPv4Address | IPv6Address) -> bool:
    return re.search(r"(^|:)0:0", str(address)) is None


def key(address: IPv4Address | IPv6Address) -> str:
    six = IPv6Address(f"::ffff:{address}") if isinstance(address, IPv4Address) else address
    return six.packed.hex()


@pytest.fixture(scope="session")
def found(engine):
    """The addresses that texts are: their canonical texts, keys and hosts."""

    def told(texts):
        return resolve(pa.array(texts, pa.string()), engine)

    return told


@settings(max_examples=25)
@given(given=st.lists(spellings(), min_size=20, max_size=90))
def test_every_spelling_of_an_address_has_its_key_and_its_canonical_text(found, given):
    addresses, texts = zip(*given, strict=True)
    told = found(texts)
    assert told.key.to_pylist() == [key(address) for address in addresses]
    assert told.ip.to_pylist() == [text_of(canonical(address)) for address in addresses]
    assert told.host.null_count == len(texts)


@settings(max_examples=50)
@given(st.lists(ADDRESSES.map(canonical).filter(has_one_run) | st.none(), max_size=90))
def test_what_is_written_canonically_needs_no_engine(addresses):
    """Without one, anything unusual would be an error; so is an address with a second run of zeros."""
    texts = [None if address is None else text_of(address) for address in addresses]
    told = resolve(pa.array(texts, pa.string()), engine=None)
    assert told.ip.to_pylist() == texts
    assert told.key.to_pylist() == [None if a is None else key(a) for a in addresses]


def text_of(address: IPv4Address | IPv6Address) -> str:
    return address.compressed if isinstance(address, IPv6Address) else str(address)


@settings(max_examples=100)
@given(texts=st.lists(NEARLY | DOTTED | COLONED, max_size=80))
def test_what_is_nearly_an_address_is_one_only_where_it_really_is(found, texts):
    assert found(texts).key.to_pylist() == [python_says(text) for text in texts]


@settings(max_examples=50)
@given(
    st.lists(spellings().map(lambda pair: pair[1]) | NEARLY | DOTTED | st.none(), max_size=60),
    st.integers(0, 20),
    st.integers(0, 20),
)
def test_a_text_is_read_alike_whatever_stands_beside_it(found, texts, before, behind):
    column = pa.array(texts, pa.string())
    part = column.slice(before, max(len(texts) - before - behind, 0))
    alone = [found([text]).key[0].as_py() for text in part.to_pylist()]
    assert found(part.to_pylist()).key.to_pylist() == alone


def python_says(text: str) -> str | None:
    bare = text.strip(" ").strip("[]").split("%")[0]
    if re.fullmatch(r"[0-9]{3}(\.[0-9]{3}){3}", bare):
        bare = ".".join(str(int(part)) for part in bare.split("."))
    try:
        return key(ip_address(bare))
    except ValueError:
        return None


@settings(max_examples=12)
@given(texts=st.lists(st.text(max_size=40), min_size=20, max_size=80))
def test_no_text_is_a_crash(found, values, texts):
    assert len(found(texts).ip) == len(texts)
    values("[prefix_address(text), cast(prefix_length(text) as varchar)]", texts)


def test_a_number_that_might_be_octal_is_no_address_and_one_padded_throughout_is(found):
    texts = ["010.1.2.3", "192.0.2.010", "192.000.002.001", "192.0.2.1 ", "0300.0.2.1"]
    assert found(texts).key.to_pylist() == [
        None,
        None,
        key(IPv4Address("192.0.2.1")),
        key(IPv4Address("192.0.2.1")),
        None,
    ]


def test_where_no_address_stood_the_placeholder_is_told_and_a_name_is_not(found):
    texts = ["-", "N/A", "(none)", "vpn.example", "192.0.2.1/24", "192.0.2.1", "", None]
    assert found(texts).host.to_pylist() == [
        "-",
        "N/A",
        "(none)",
        "(name)",
        "(name)",
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("written", "address", "length"),
    [
        ("2001:db8::/56", "2001:db8::", 56),
        ("192.0.2.0/24", "192.0.2.0", 24),
        ("::ffff:192.0.2.0/120", "::ffff:192.0.2.0", 120),
        ("192.0.2.1", "192.0.2.1", None),
        ("2001:db8::1/128", "2001:db8::1", 128),
    ],
)
def test_a_prefix_is_an_address_and_a_length(values, written, address, length):
    assert values("prefix_address(text)", [written]) == [address]
    assert values("prefix_length(text)", [written]) == [length]


@pytest.mark.parametrize(
    "written",
    [
        "::/0",
        "2001:db8::/129",
        "2001:db8::/-1",
        "2001:db8::/1e2",
        "2001:db8::/",
        "2001:db8::/5/6",
        "192.0.2.0/33",
        "192.0.2.0/64",
        "::ffff:192.0.2.0/64",
        "::FFFF:c000:200/64",
    ],
)
def test_a_prefix_that_would_hold_what_nobody_holds_is_no_address(values, written):
    assert values("prefix_address(text)", [written]) == [None]
    assert values("prefix_length(text)", [written]) == [None]
