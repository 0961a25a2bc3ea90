"""Many cases in one judged night, each written as if it were alone in it.

Where `pairs` hands a case its ends, here a case names addresses and gateways as it likes, and is
moved to a place of its own: each network of 256 addresses, or of 32 bits of IPv6, to the next but so
many, and each gateway to one of the same name and a number. Its sessions are told moved back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from ipaddress import ip_address, ip_network
from typing import Any

from tests.planting.rows import POOL, judged, key
from tracker.settings import Gateway, Settings

Row = dict[str, Any]
_ADDRESSES = ("src", "dst", "ip", "inner")
_STEP = {4: 1 << 8, 6: 1 << 96}


@dataclass(frozen=True)
class Case:
    """What a night of its own would be judged from, and what is stated of its gateways."""

    connections: Sequence[Row]
    logins: Sequence[Row] = ()
    entries: Sequence[Row] = (POOL,)
    gateways: Sequence[Gateway] = ()


def judged_apart(cases: Sequence[Case], **more: Any) -> list[list[Row]]:
    """The sessions of each case, all judged in one night; `more` as of `judged`."""
    moved = [_moved(case, place) for place, case in enumerate(cases)]
    place_of = {row["src_ip"]: n for n, case in enumerate(moved) for row in case.connections}
    entries = {row["cidr"]: row for case in moved for row in case.entries}
    found: list[list[Row]] = [[] for _ in cases]
    for session in judged(
        [row for case in moved for row in case.connections],
        [row for case in moved for row in case.logins],
        entries=entries.values(),
        settings=Settings(gateways=tuple(one for case in moved for one in case.gateways)),
        **more,
    ):
        place = place_of[session["src_ip"]]
        found[place].append(_back(session, place))
    return found


def _moved(case: Case, place: int) -> Case:
    return Case(
        [_row(row, place) for row in case.connections],
        [_row(row, place) for row in case.logins],
        [_entry(row, place) for row in case.entries],
        [replace(one, name=_numbered(one.name, place)) for one in case.gateways],
    )


def _row(row: Row, place: int) -> Row:
    """A connection or a login at this place."""
    return row | dict(_addresses(row, place)) | {"gateway": _numbered(row["gateway"], place)}


def _addresses(row: Row, place: int) -> Iterator[tuple[str, str]]:
    for name in _ADDRESSES:
        ip = "ip" if name == "ip" else f"{name}_ip"
        if row.get(ip):
            address = _address(row[ip], place)
            yield from ((ip, address), (f"{name}_key", key(address)))


@cache
def _address(text: str, place: int) -> str:
    address = ip_address(text)
    return str(address + place * _STEP[address.version])


def _entry(row: Row, place: int) -> Row:
    """A list's entry at this place; one that holds the places of all is everybody's."""
    network = ip_network(row["cidr"])
    if network.num_addresses > _STEP[network.version]:
        return row
    first, last = (_address(str(one), place) for one in (network[0], network[-1]))
    ends = {"first_key": key(first), "last_key": key(last)}
    return row | ends | {"cidr": f"{first}/{network.prefixlen}"}


def _numbered(gateway: str, place: int) -> str:
    return f"{gateway}#{place}"


def _back(session: Row, place: int) -> Row:
    """The session as if the case were where it was written."""
    ends = {name: _address(session[name], -place) for name in ("src_ip", "remote_ip")}
    basis = session["holder_basis"]
    return session | ends | {"holder_basis": basis and basis.replace(f"#{place}", "")}
