"""Many cases in one judged night, each written as if it were alone in it.

Where `pairs` hands a case its ends, here a case names addresses and gateways as it likes, and is
moved to a place of its own: each network of 256 addresses, or of 32 bits of IPv6, to the next but so
many, and each gateway to one of the same name and a number. Its sessions are told moved back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from ipaddress import ip_address, ip_network
from typing import Any

import pyarrow as pa

from tests.planting.rows import DAY, POOL, key, tables
from tracker.engine.duckdb import DuckDB, Resources
from tracker.judge.nights import night
from tracker.judging import Judgement, judge_nights
from tracker.settings import Gateway, Settings, zone_info

Row = dict[str, Any]
_ADDRESSES = ("src", "dst", "ip", "inner")
_STEP = {4: 1 << 8, 6: 1 << 96}


@dataclass(frozen=True)
class Case:
    """What a night of its own would be judged from, and what is stated of its gateways.

    Many connections are better a table than rows.
    """

    connections: Sequence[Row] | pa.Table
    logins: Sequence[Row] = ()
    entries: Sequence[Row] = (POOL,)
    gateways: Sequence[Gateway] = ()


@dataclass(frozen=True)
class Found:
    """What is judged of one case: its sessions, and the clocks by their gateways."""

    sessions: list[Row] = field(default_factory=list)
    clocks: dict[str, Row] = field(default_factory=dict)


def judged_apart(cases: Sequence[Case], **more: Any) -> list[list[Row]]:
    """The sessions of each case, all judged in one night."""
    return [found.sessions for found in found_apart(cases, **more)]


def found_apart(
    cases: Sequence[Case], *, dates: Sequence[dt.date] = (DAY,), threads: int = 1
) -> list[Found]:
    """The sessions and the clocks of each case, all judged in one night, or in these."""
    moved = [_moved(case, place) for place, case in enumerate(cases)]
    found = [Found() for _ in cases]
    judgement = _judgement(moved, dates, threads)
    places = [_ips(case.connections) for case in moved]
    place_of = {ip: place for place, ips in enumerate(places) for ip in ips}
    for session in judgement.sessions.to_pylist():
        place = place_of[session["src_ip"]]
        found[place].sessions.append(_back(session, place))
    for clock in judgement.clocks.to_pylist():
        gateway, _, place = clock["gateway"].rpartition("#")
        found[int(place)].clocks[gateway] = clock | {"gateway": gateway}
    return found


def _judgement(moved: Sequence[Case], dates: Sequence[dt.date], threads: int) -> Judgement:
    settings = Settings(gateways=tuple(one for case in moved for one in case.gateways))
    logins = (row for case in moved for row in case.logins)
    entries = {row["cidr"]: row for case in moved for row in case.entries}
    told = tables(logins=logins, entries=entries.values())
    told["connection"] = pa.concat_tables(_table(case.connections) for case in moved)
    with DuckDB(Resources(threads=threads)) as engine:
        for name, rows in told.items():
            engine.register(name, rows)
        nights = [night(date, zone_info(settings.night_zone)) for date in dates]
        return judge_nights(engine, nights, settings, "run-1")


def _moved(case: Case, place: int) -> Case:
    sent = case.connections
    return Case(
        _moved_table(sent, place) if isinstance(sent, pa.Table) else [_row(r, place) for r in sent],
        [_row(row, place) for row in case.logins],
        [_entry(row, place) for row in case.entries],
        [replace(one, name=_numbered(one.name, place)) for one in case.gateways],
    )


def _table(connections: Sequence[Row] | pa.Table) -> pa.Table:
    return connections if isinstance(connections, pa.Table) else tables(connections)["connection"]


def _ips(connections: Sequence[Row] | pa.Table) -> set[str]:
    return set(_table(connections)["src_ip"].unique().to_pylist())


def _moved_table(rows: pa.Table, place: int) -> pa.Table:
    """Connections at this place; each address is worked out once."""
    gateways = rows["gateway"].combine_chunks()
    moved = {"gateway": _mapped(gateways, lambda one: _numbered(one, place))}
    for ip in ("src_ip", "dst_ip"):
        moved[ip] = _mapped(rows[ip].combine_chunks(), lambda one: _address(one, place))
        moved[ip.replace("ip", "key")] = _mapped(moved[ip], key)
    for name, column in moved.items():
        rows = rows.set_column(rows.schema.get_field_index(name), rows.schema.field(name), column)
    return rows


def _mapped(column: pa.Array, change: Callable[[str], str]) -> pa.Array:
    known = column.dictionary_encode()
    changed = pa.array([change(one) for one in known.dictionary.to_pylist()], pa.string())
    return changed.take(known.indices)


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
    told = {name: session[name] for name in ("gateway", "holder_basis") if session[name]}
    return session | ends | {name: text.replace(f"#{place}", "") for name, text in told.items()}
