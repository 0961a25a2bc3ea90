"""Prefixes as text become canonical text and a first and a last key, each distinct one once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_network

import pyarrow as pa

Network = IPv4Network | IPv6Network

_WRITTEN = re.compile(r"[0-9A-Fa-f:.]+(/(0|[1-9][0-9]{0,2}))?", re.ASCII)
_MAPPED = IPv6Network("::ffff:0:0/96")  # IPv4 within the keys (RFC 4291, 2.5.5.2)
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("text", "prefix", "first_key", "last_key", "fault", "todo")]
)


def prefixes(texts: Iterable[str | None]) -> pa.Table:
    """One row a distinct text: prefix and keys, or else a fault and what to do about it.

    Strict: no leading zeros, no netmask, no zone, no bits set behind the prefix. A single address
    is its own prefix, and an IPv4 address written as IPv6 is IPv4.
    """
    found = [_row(text) for text in sorted({text for text in texts if text is not None})]
    columns = list(zip(*found, strict=True)) or [()] * len(_SCHEMA.names)
    return pa.table([pa.array(column, pa.string()) for column in columns], schema=_SCHEMA)


def _row(text: str) -> tuple[str | None, ...]:
    if not _WRITTEN.fullmatch(text):
        return _fault(text, "is no address or prefix")
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        return _fault(text, "is no address or prefix")
    if network.network_address != ip_network(text.partition("/")[0]).network_address:
        return _fault(text, "has host bits set", f"write {_canonical(network)}, if that is meant")
    if isinstance(network, IPv6Network) and network.supernet_of(_MAPPED) and network != _MAPPED:
        return _fault(text, "spans all of IPv4 too", "write 0.0.0.0/0 or a narrower prefix")
    canonical = _canonical(network)
    return text, str(canonical), _key(canonical, 0), _key(canonical, -1), None, None


def _canonical(network: Network) -> Network:
    if isinstance(network, IPv4Network) or not network.subnet_of(_MAPPED):
        return network
    return IPv4Network((int(network.network_address) & 0xFFFFFFFF, network.prefixlen - 96))


def _key(network: Network, end: int) -> str:
    number = int(network[end])
    return f"{number | 0xFFFF << 32 if network.version == 4 else number:032x}"  # noqa: PLR2004


def _fault(text: str, fault: str, todo: str = "") -> tuple[str | None, ...]:
    return text, None, None, None, fault, todo
