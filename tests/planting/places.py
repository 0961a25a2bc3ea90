"""Many cases in one judged night, each written as if it were alone in it.

Where `pairs` hands a case its ends, here a case names addresses and gateways as it likes, and is
moved to a place of its own: each network of 256 addresses, or of 32 bits of IPv6, to the next but so
many, and each gateway to one of the same name and a number. Its sessions are told moved back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from ipaddress import ip_address, ip_network
from typing import Any

import pyarrow as pa

from tests.planting.rows import DAY, POOL, judgement, key, tables
from tracker.judging import Judgement
from tracker.settings import Gateway, Settings
from tracker.tables import arrow_schema

Row = dict[str, Any]
Rows = Sequence[Row] | pa.Table
_KEYS = {"src_ip": "src_key", "dst_ip": "dst_key", "ip": "ip_key", "inner_ip": "inner_key"}
_STEP = {4: 1 << 8, 6: 1 << 96}


@dataclass(frozen=True)
class Case:
    """What a night of its own would be judged from, and what is stated of its gateways.

    Many connections or logins are better a table than rows.
    """

    connections: Rows
    logins: Rows = ()
    entries: Sequence[Row] = (POOL,)
    gateways: Sequence[Gateway] = ()


@dataclass(frozen=True)
class Found:
    """What is judged of one case: its sessions, and the clocks by their gateways."""

    sessions: list[Row] = field(default_factory=list)
    clocks: dict[str, Row] = field(default_factory=dict)


def judged_at_places(cases: Sequence[Case], **more: Any) -> list[list[Row]]:
    """The sessions of each case, all judged in one night."""
    return [found.sessions for found in found_at_places(cases, **more)]


def found_at_places(
    cases: Sequence[Case], *, dates: Sequence[dt.date] = (DAY,), threads: int = 1
) -> list[Found]:
    """The sessions and the clocks of each case, all judged in one night, or in these."""
    moved = [_moved(case, place) for place, case in enumerate(cases)]
    found = [Found() for _ in cases]
    judged = _judgement(moved, dates, threads)
    place_of = {
        ip: place
        for place, case in enumerate(moved)
        for ip in case.connections["src_ip"].unique().to_pylist()
    }
    for session in judged.sessions.to_pylist():
        place = place_of[session["src_ip"]]
        found[place].sessions.append(_back(session, place))
    for clock in judged.clocks.to_pylist():
        gateway, _, place = clock["gateway"].rpartition("#")
        found[int(place)].clocks[gateway] = clock | {"gateway": gateway}
    return found


def _judgement(moved: Sequence[Case], dates: Sequence[dt.date], threads: int) -> Judgement:
    settings = Settings(gateways=tuple(one for case in moved for one in case.gateways))
    entries = {row["cidr"]: row for case in moved for row in case.entries}
    told = tables(entries=entries.values())
    told["connection"] = pa.concat_tables(case.connections for case in moved)
    told["login"] = pa.concat_tables(case.logins for case in moved)
    return judgement(told, dates=dates, threads=threads, settings=settings)


def _moved(case: Case, place: int) -> Case:
    return Case(
        _moved_rows("connection", case.connections, place),
        _moved_rows("login", case.logins, place),
        [_entry(row, place) for row in case.entries],
        [replace(one, name=_numbered(one.name, place)) for one in case.gateways],
    )


def _moved_rows(name: str, told: Rows, place: int) -> pa.Table:
    """Rows of this table at this place; each address is worked out once."""
    rows = told if isinstance(told, pa.Table) else pa.Table.from_pylist(told, arrow_schema(name))
    rows = _mapped(rows, "gateway", "gateway", lambda one: _numbered(one, place))
    for ip in [ip for ip in _KEYS if ip in rows.column_names]:
        rows = _mapped(rows, ip, ip, lambda one: _address(one, place))
        rows = _mapped(rows, ip, _KEYS[ip], key)
    return rows


def _mapped(rows: pa.Table, name: str, to: str, change: Callable[[str], str]) -> pa.Table:
    """The rows with what becomes of each text of one column in another, or in the same."""
    known = rows[name].combine_chunks().dictionary_encode()
    changed = pa.array([change(one) for one in known.dictionary.to_pylist()], pa.string())
    column = changed.take(known.indices)
    return rows.set_column(rows.schema.get_field_index(to), rows.schema.field(to), column)


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
    told = {name: session[name] for name in ("gateway", "holder_basis") if session[name]}
    return session | ends | {name: text.replace(f"#{place}", "") for name, text in told.items()}
