"""Detections: every .sql file of a folder is one, named by its file and by nothing else.

Each reads relations of relations.toml and yields session, weight, saw and guards. A header states
title, group, weight in log-odds and `innocent when`; the group `penalty` counts against, `class`
weighs nothing. The cases stand beside it in a .toml of the same name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from tracker.engine.duckdb import WRONG_SQL, literal, quoted
from tracker.engine.engine import Engine
from tracker.engine.statement import Statement, read_statement
from tracker.errors import Faults, SettingsError, TrackerError
from tracker.settings import HUGE

FOLDER = Path(__file__).parent / "detections"
GROUPS = ("port", "shape", "label", "name", "list", "behaviour", "event", "penalty", "class")
# What `tracker detections` takes for something else than a detection's name.
WORDS = ("test", "relations")
OFF, WEIGHT = "disabled", "weight"  # what can be set of every detection, beside its params
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PORT = re.compile(r"(tcp|udp)/([0-9]{1,5})")
_HIGHEST = 65535
_PROTOCOLS = {"tcp": 6, "udp": 17}
_NEEDED = ("title", "group", "weight", "innocent when")
_NONE = (
    "select session, '' detection, '' team, '' class, '' family, 0 tenths, '' saw, '' guards"
    " from seen where 1 = 0"
)
_SO_FAR = "select session, detection, team, class, family, tenths, saw, guards from evidence"
_STRAY = read_statement(Path(__file__).with_name("stray.sql"))


@dataclass(frozen=True)
class Detection:
    """One detection; its weight is in log-odds and its reason stands in the statement's text."""

    name: str
    title: str
    group: str
    weight: float
    innocent: str
    statement: Statement
    # protocol and server-side port of the records that it wants to be looked at beside others
    ports: tuple[tuple[int, int], ...] = ()

    @property
    def needs(self) -> list[str]:
        """The columns of `connection` without which it cannot fire, that few logs tell."""
        return self.statement.words("needs")


def read_detections(folders: Iterable[Path] = (FOLDER,)) -> tuple[Detection, ...]:
    """The detections of the folders by name; a later folder's goes before a like-named one.

    Raises Faults with every file whose header lacks something.
    """
    found, faults = sift_detections(folders)
    if faults:
        raise Faults(faults.values())
    return tuple(found)


def sift_detections(
    folders: Iterable[Path],
) -> tuple[list[Detection], dict[str, TrackerError]]:
    """The detections of the folders, and by name what is wrong with those that are none."""
    paths = {path.stem: path for folder in folders for path in sorted(folder.glob("*.sql"))}
    found: list[Detection] = []
    faults: dict[str, TrackerError] = {}
    for name, path in sorted(paths.items()):
        try:
            found.append(_detection(path, _statement(path)))
        except TrackerError as fault:
            faults[name] = fault
    return found, faults


def detect(engine: Engine, detections: Iterable[Detection], *, is_more: bool = False) -> list[str]:
    """Makes `evidence` from the relations: one row for each session and detection that fired.

    Where `is_more`, beside the rows that it has.
    """
    chosen = list(detections)
    names = keep_fired(engine, chosen)
    parts = [_SO_FAR if is_more else _NONE, *map(_told, chosen)]
    engine.keep("evidence", Statement("evidence", " union all ".join(parts)))
    return [*names, "evidence"]


def keep_fired(engine: Engine, detections: Iterable[Detection]) -> list[str]:
    """Makes for each detection the relation of what it fired on.

    Raises SettingsError where its SQL is wrong, or a weight of it none that can be summed.
    """
    names: list[str] = []
    for detection in detections:
        names.append(_fired(detection))
        with told_as_fault(detection):
            engine.keep(names[-1], detection.statement, {"weight": detection.weight})
            if is_own(detection):
                _refuse_huge(engine, detection)
    return names


def refuse_strays(engine: Engine, detections: Iterable[Detection]) -> None:
    """Raises SettingsError where `evidence` has an own detection fire on no session, or twice on one."""
    own = {one.name: one for one in detections if is_own(one)}
    strays = engine.rows(_STRAY).to_pylist() if own else []
    for stray in strays:
        if (detection := own.get(stray["detection"])) is None:
            continue
        told = "which is no session" if stray["is_unknown"] else f"in {stray['times']} rows"
        raise SettingsError(
            f"its query fires on {stray['session']!r}, {told}",
            where=detection.statement.path,
            expected="at most one row for each session of a relation that it reads",
        )


def is_own(detection: Detection) -> bool:
    """Whether an operator added it, or put it before a shipped one."""
    path = detection.statement.path
    return path is not None and path.parent != FOLDER


def stated_ports(detections: Iterable[Detection]) -> pa.Table:
    """The ports that detections state, one row each: protocol, port, family of a session there."""
    names = {number: name for name, number in _PROTOCOLS.items()}
    rows = [
        {
            "protocol": protocol,
            "port": port,
            "family": detection.statement.keys.get("family", f"other:{names[protocol]}/{port}"),
        }
        for detection in detections
        for protocol, port in detection.ports
    ]
    kinds = [("protocol", pa.int32()), ("port", pa.int32()), ("family", pa.string())]
    return pa.Table.from_pylist(rows, pa.schema(kinds))


@contextmanager
def told_as_fault(detection: Detection) -> Iterator[None]:
    """What the engine has against a detection's SQL is a fault of its file."""
    try:
        yield
    except WRONG_SQL as fault:
        raise SettingsError(
            f"its query fails: {str(fault).splitlines()[0]}",
            where=detection.statement.path,
            expected="one select from what `tracker detections relations` lists",
        ) from None


def _refuse_huge(engine: Engine, detection: Detection) -> None:
    """Weights are summed up as whole tenths, which neither infinity nor what is no number has."""
    weight = "cast(weight as double)"
    chosen = f"select {weight} weight from {quoted(_fired(detection))} where weight is not null"
    huge = Statement("huge", f"{chosen} and not abs({weight}) < {HUGE} limit 1")
    for row in engine.rows(huge).to_pylist():
        told = f"its query yields the weight {row['weight']!r}"
        raise SettingsError(told, where=detection.statement.path, expected="a number, in log-odds")


def _fired(detection: Detection) -> str:
    return f"fired_{detection.name}"


def _told(detection: Detection) -> str:
    keys = detection.statement.keys
    known = (
        f"{literal(detection.name)} detection, {literal(detection.group)} team, "
        f"{literal(keys.get('class', ''))} class, {literal(keys.get('family', ''))} family"
    )
    tenths = "cast(round(weight * 10) as bigint) tenths"
    said = "coalesce(saw, '') saw, coalesce(guards, '') guards"
    fired = f"from {quoted(_fired(detection))} where weight is not null"
    return f"select session, {known}, {tenths}, {said} {fired}"


def _statement(path: Path) -> Statement:
    try:
        return read_statement(path)
    except (OSError, UnicodeError) as fault:
        raise SettingsError(f"cannot be read: {fault}", where=path) from None


def _detection(path: Path, statement: Statement) -> Detection:
    if not _NAME.fullmatch(path.stem) or path.stem in WORDS:
        expected = "a name of a-z, 0-9 and _ that is not " + " or ".join(WORDS)
        raise SettingsError(f"the name {path.stem!r}", where=path, expected=expected)
    keys = statement.keys
    if lacking := [key for key in _NEEDED if key not in keys]:
        raise SettingsError(
            f"the header lacks {', '.join(lacking)}", where=path, expected="-- key: value lines"
        )
    if keys["group"] not in GROUPS:
        raise SettingsError(f"group {keys['group']!r}", where=path, expected=", ".join(GROUPS))
    if taken := [name for name in (OFF, WEIGHT) if name in statement.values()]:
        found, expected = f"a param {taken[0]}", "another name: every detection has one"
        raise SettingsError(found, where=path, expected=expected)
    ports = tuple(_port(path, one) for one in statement.words("ports"))
    weight = _weight(path, keys["weight"])
    known = (keys["title"], keys["group"], weight, keys["innocent when"])
    return Detection(path.stem, *known, statement, ports)


def _port(path: Path, text: str) -> tuple[int, int]:
    told = _PORT.fullmatch(text)
    if not told or int(told[2]) > _HIGHEST:
        raise SettingsError(f"port {text!r}", where=path, expected="such as udp/7000, tcp/8443")
    return _PROTOCOLS[told[1]], int(told[2])


def _weight(path: Path, text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not abs(weight) < HUGE:  # which no number is that is none
        raise SettingsError(f"weight {text!r}", where=path, expected="a number, in log-odds")
    return weight
