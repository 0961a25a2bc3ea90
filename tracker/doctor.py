"""What is missing and what that costs: the lake, its key, the settings, and what the lake should hold."""

from __future__ import annotations

import datetime as dt
import stat
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from tracker.attribute.pseudonyms import read_key
from tracker.engine.duckdb import DuckDB, Resources
from tracker.engine.machine import first_line
from tracker.engine.statement import Statement, read_statement
from tracker.errors import Faults, LakeError, TrackerError
from tracker.judge.asking import stated_gateways
from tracker.judge.nights import nights_between
from tracker.lake import Lake, is_lake, open_lake, refuse_place
from tracker.registry.queries import query
from tracker.registry.versions import keep_standing, latest_terms
from tracker.report.status import keep_stretches
from tracker.runs import now
from tracker.settings import CONFIG, Settings, key_beside, zone_info
from tracker.settings_file import read_settings
from tracker.snapshot import Snapshot, show_states
from tracker.tables import arrow_schema, tables

_STATEMENTS = Path(__file__).parent / "report" / "findings"
_ASKED = ("logs", "stated", "gateways", "leases", "nights", "lists", "register", "outside")
_DAY = dt.timedelta(days=1)
_NO_LAKE = "nothing is kept yet; what is missing below is what it should hold"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class Finding:
    """One thing that is `ok`, `missing` or `doubtful`; what costs more has the smaller place."""

    place: int
    part: str
    name: str
    state: str
    told: str
    todo: str | None = None


_SCHEMA = pa.schema(
    [("place", pa.int64()), *((one.name, pa.string()) for one in fields(Finding)[1:])]
)


def doctor(
    lake: str | Path = "lake", key: str | Path | None = None, config: str | Path | None = None
) -> pa.Table:
    """One row a finding, what costs most first and what is well last: part, name, state, told, todo.

    `state` is ok, missing or doubtful; `told` what that costs; `todo` the command to run. Needs
    neither lake nor key nor sound settings. Looked at are the last `login_days` days of connections.
    """
    place = Path(lake)
    settings, found = _settings(None if config is None else Path(config))
    opened, of_lake = _lake(place)
    found += [*_key(Path(key) if key else key_beside(place), opened)]
    rows = []
    with _engine(settings, found) as engine:
        if opened or of_lake.told == _NO_LAKE:  # of a lake that cannot be used nothing is known
            try:
                _show(engine, opened)
                rows = _asked(engine, settings)
            except duckdb.IOException as fault:
                told = f"cannot be read: {first_line(fault)}"
                of_lake = replace(of_lake, state="doubtful", told=told)
                of_lake = replace(of_lake, todo="bring the lake back from its copy")
        rows.append(
            pa.Table.from_pylist([asdict(one) for one in [of_lake, *found]], schema=_SCHEMA)
        )
        engine.register("finding", pa.concat_tables([one.cast(_SCHEMA) for one in rows]))
        return engine.rows(_statement("ordered"))


def _engine(settings: Settings, found: list[Finding]) -> DuckDB:
    """An engine as the settings want it, else a plain one and a finding more."""
    try:
        return DuckDB(Resources(settings.memory, settings.threads))
    except duckdb.Error as fault:
        told, todo = f"memory or threads cannot be used: {fault}", 'write such as memory = "2GB"'
        found.append(Finding(12, "settings", "memory", "doubtful", told, todo))
        return DuckDB()


def _settings(config: Path | None) -> tuple[Settings, list[Finding]]:
    """The settings, or the defaults where the file has faults."""
    shown = str(config or CONFIG)
    try:
        settings = read_settings(config)
    except TrackerError as fault:
        faults = fault.faults if isinstance(fault, Faults) else [fault]
        todo = "correct the file: until then every other command ends with code 3"
        return Settings(), [
            Finding(12, "settings", shown, "doubtful", str(one), todo) for one in faults
        ]
    there = Path(shown).exists()
    file = (
        Finding(62, "settings", shown, "ok", "read without a fault")
        if there
        else Finding(
            62, "settings", shown, "missing", "the defaults hold",
            f"write {CONFIG} into the working folder, or use --config",
        )
    )  # fmt: skip
    return settings, [file, _night_zone(settings)]


def _night_zone(settings: Settings) -> Finding:
    if settings.night_zone != "UTC":
        told = f"a night is a day of {settings.night_zone}"
        return Finding(36, "settings", "night_zone", "ok", told)
    told = "a night is a day of UTC, and the dates of the register begin and end at midnight UTC"
    todo = f"set night_zone in {CONFIG}, unless that is your zone"
    return Finding(36, "settings", "night_zone", "doubtful", told, todo)


def _lake(place: Path) -> tuple[Lake | None, Finding]:
    try:
        if not is_lake(place):
            refuse_place(place)
            todo = "`tracker init`, or name the right one with --lake"
            return None, Finding(10, "lake", str(place), "missing", _NO_LAKE, todo)
        lake = open_lake(place)
        lake.pin()
    except (LakeError, OSError) as fault:
        told = f"cannot be used: {fault}"
        return None, Finding(10, "lake", str(place), "missing", told, "name the right one: --lake")
    return lake, Finding(10, "lake", str(place), "ok", "every table is there")


def _key(path: Path, lake: Lake | None) -> Iterator[Finding]:
    """Is the key there, is it the lake's, may others read it."""
    try:
        mode = path.stat().st_mode
        wrong = lake is not None and read_key(path).check != lake.key_check
    except (FileNotFoundError, NotADirectoryError):
        yield _no_key(path, lake)
    except (TrackerError, OSError) as fault:
        told = f"this user cannot use it: {fault}"
        yield Finding(14, "key", path.name, "doubtful", told, "run this as the user of the nights")
    else:
        if wrong:
            told = f"{path} is the key of another lake: what needs it ends with code 3"
            todo = "name the right one with --key"
            yield Finding(14, "key", path.name, "missing", told, todo)
        else:
            told = f"{path} is the lake's" if lake else f"{path} waits for a lake"
            yield Finding(14, "key", path.name, "ok", told)
        if mode & _OTHERS:
            told = f"{path} is open to others: whoever has key and lake can test names"
            todo = "let its owner alone read it: chmod 600"
            yield Finding(16, "key", path.name, "doubtful", told, todo)


def _no_key(path: Path, lake: Lake | None) -> Finding:
    if lake is None:
        told = f"{path} is made with the lake; without it no name can be matched"
        return Finding(14, "key", path.name, "missing", told, "`tracker init`, and keep a copy")
    told = f"no {path}: no log and no register can be brought in, and no name be matched"
    todo = "bring its copy back, or name it with --key"
    return Finding(14, "key", path.name, "missing", told, todo)


def _show(engine: DuckDB, lake: Lake | None) -> None:
    """Makes the tables readable; without a lake as they would be in an empty one."""
    if lake:
        pinned: Snapshot = lake.pin()
        pinned.show(engine)
        return
    for name in tables():
        engine.register(name, arrow_schema(name).empty_table())
    show_states(engine)


def _asked(engine: DuckDB, settings: Settings) -> list[pa.Table]:
    """What the statements find in the tables."""
    last = engine.rows(_statement("last")).to_pylist()[0]
    at = last["last_at"] or now()
    date = last["last_date"] or at.date()
    since = date - _DAY * settings.login_days
    zone = zone_info(settings.night_zone)
    nights = [asdict(one) for one in nights_between(since - _DAY, date + 2 * _DAY, zone)]
    keep_stretches(engine, settings, since - _DAY)
    engine.register("stated_gateway", stated_gateways(settings))
    engine.register("night", pa.Table.from_pylist(nights))
    engine.keep("listed", query("endpoints_in_force"), {"at": at})
    keep_standing(engine, latest_terms(engine), settings, at)
    values = {"at": at, "since": since, "recent": date - _DAY, "one_in": last["one_in"]}
    values["max_rejects"] = settings.max_rejects
    values["silence_hours"] = settings.silence_hours
    values["flags_ipsec"] = settings.flag_ipsec_without_epdg
    return [engine.rows(_statement(name), values) for name in _ASKED]


def _statement(name: str) -> Statement:
    return read_statement(_STATEMENTS / f"{name}.sql")
