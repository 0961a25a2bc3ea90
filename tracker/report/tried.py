"""Detections tried on their cases: the shipped ones and an operator's own, or those of one folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import pyarrow as pa

from tracker.engine.duckdb import DuckDB, Resources
from tracker.errors import Faults, SettingsError, TrackerError
from tracker.judge.cases import Case, Failure, read_cases, run_cases
from tracker.judge.detections import Detection, is_own, sift_detections
from tracker.judge.relations import faults_of_sql
from tracker.judge.rules import detection_folders, own_folder
from tracker.settings import Settings

_DEFAULT = Settings()


@dataclass(frozen=True)
class Tried:
    """`failures` has a row for each: detection, case, expected, found; beside it what was tried."""

    failures: pa.Table
    detections: int
    cases: int


def tried(folder: Path | None = None, settings: Settings = _DEFAULT) -> Tried:
    """What the detections of a folder do not do as their cases say; without one, of all known ones.

    Weights and parameters are the files' own, whatever `[judge]` says. Raises Faults with all that is
    wrong with headers, queries and case files.
    """
    folders = (own_folder(folder),) if folder else detection_folders(settings)
    found, faulty = sift_detections(folders)
    faults: list[TrackerError] = [*faulty.values(), *_strays(folders)]
    faults += faults_of_sql([one for one in found if is_own(one)])
    cases = _cases(found, faults)
    if faults:
        raise Faults(faults)
    with DuckDB(Resources(threads=1)) as engine:
        failed = run_cases(engine, found, cases)
    return Tried(_table(failed), len(found), len(cases))


def _cases(found: Sequence[Detection], faults: list[TrackerError]) -> list[Case]:
    """The cases, or none and their faults among the others."""
    try:
        return read_cases(found)
    except Faults as told:
        faults += told.faults
        return []


def _strays(folders: Iterable[Path]) -> Iterator[SettingsError]:
    """Case files that are of no detection: one that is misnamed would never be run."""
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            if not (expected := path.with_suffix(".sql")).exists():
                told = "cases of no detection"
                yield SettingsError(told, where=path, expected=f"{expected.name} beside it")


def _table(failed: Iterable[Failure]) -> pa.Table:
    schema = pa.schema([(one.name, pa.string()) for one in fields(Failure)])
    return pa.Table.from_pylist([asdict(one) for one in failed], schema=schema)
