"""Many cases in one judged night, each in a world of its own.

A case is told as if it were alone, with the usual few names and addresses. For the night they become
its world's own, and what is found there is told in the case's words again. Of the whole night are
`registry_version`, and whether logins are told of at all: without any the reason for which nobody can
be named is another. Sessions that begin together stand in the order of their ids, which are made of
addresses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.planting.rows import POOL, judged, key

Row = dict[str, Any]
Rows = list[Row]
# The documentation's networks, in the order of their addresses, and the second number of a world's.
NETWORKS = {"192.0.2": 64, "198.18.0": 65, "198.51.100": 66, "203.0.113": 67}
NAMES = {
    *("user", "session_key", "station", "gateway", "connection_key", "list"),
    *("registration_id", "registrant_id", "moved_from"),
}
NOTHING: tuple[Sequence[Row], ...] = ((), (), (), (POOL,))
_OUTSIDE = re.compile(rf"\b({'|'.join(map(re.escape, NETWORKS))})\.(\d+)\b")
_INSIDE = re.compile(r"\b100\.(6[4-7])\.(\d+)\.(\d+)\b")
_BACK = {str(second): network for network, second in NETWORKS.items()}


def judged_apart(cases: Mapping[str, Sequence[Sequence[Row]]], **more: Any) -> dict[str, Rows]:
    """The sessions of each case, by its name, all judged in one night.

    A case is what `judged` takes: connections, logins, terms and entries; what else it takes holds
    for all.
    """
    tables: tuple[Rows, ...] = ([], [], [], [])
    for world, told in enumerate(cases.values()):
        for table, rows in zip(tables, (*told, *NOTHING[len(told) :]), strict=True):
            table.extend(_moved(row, world) for row in rows)
    found: tuple[Rows, ...] = tuple([] for _ in cases)
    for session in judged(*tables, **more):
        world = _world(session)
        found[world].append(_restored(session, world))
    return dict(zip(cases, found, strict=True))


def _mark(world: int) -> str:
    """What stands behind each name of a world."""
    return f"~{world:03}"


def _moved(row: Row, world: int) -> Row:
    """A row of a case as it is in this world."""
    names = NAMES if row.get("binding_kind") in (None, "cidr") else NAMES | {"binding_value"}
    moved = {}
    for column, value in row.items():
        if not isinstance(value, str):
            moved[column] = value
        elif column in names:
            moved[column] = value + _mark(world)
        elif column.endswith("_key"):
            moved[column] = _moved_key(value, world)
        else:
            moved[column] = _OUTSIDE.sub(lambda m: f"100.{NETWORKS[m[1]]}.{world}.{m[2]}", value)
    return moved


def _moved_key(value: str, world: int) -> str:
    for network, second in NETWORKS.items():
        if value[:-2] == key(f"{network}.0")[:-2]:
            return key(f"100.{second}.{world}.0")[:-2] + value[-2:]
    return value


def _world(session: Row) -> int:
    """Whose a session is; there is none where no end of it lies in a world's networks."""
    ends = f"{session['src_ip']} {session['remote_ip']}"
    (world,) = {int(number) for _, number, _ in _INSIDE.findall(ends)}
    return world


def _restored(session: Row, world: int) -> Row:
    """A session in the words of its case, without the lists of others."""
    lists = [told for told in session["list_versions"] or [] if _mark(world) in told]
    return _said(session | {"list_versions": lists or None}, world)


def _said(told: Any, world: int) -> Any:
    if isinstance(told, dict):
        return {name: _said(value, world) for name, value in told.items()}
    if isinstance(told, list):
        return [_said(value, world) for value in told]
    if isinstance(told, str):
        return _INSIDE.sub(lambda m: f"{_BACK[m[1]]}.{m[3]}", told).replace(_mark(world), "")
    return told
