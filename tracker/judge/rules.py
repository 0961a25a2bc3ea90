"""The rules that nights are judged by: detections and steps, with what an operator set of their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from tracker.engine.statement import Statement, read_statement
from tracker.errors import Faults, SettingsError, TrackerError
from tracker.judge.detections import FOLDER, OFF, WEIGHT, Detection, is_own, sift_detections
from tracker.judge.relations import faults_of_sql
from tracker.settings import Said, Settings

_STEPS = FOLDER.parent
_DEFAULT = Settings()


@dataclass(frozen=True)
class Rules:
    """What judges: `detections` that are in force, those that are `off`, and the `steps` around them.

    Weights and parameters are the ones in force; `told` are those that the files say, by
    `NAME.weight` and `NAME.param`.
    """

    detections: tuple[Detection, ...]
    off: tuple[Detection, ...]
    steps: tuple[Statement, ...]
    told: Mapping[str, Said]

    @property
    def titles(self) -> dict[str, str]:
        """What each detection sees, by its name."""
        return {one.name: one.title for one in (*self.detections, *self.off)}

    def digest(self) -> str:
        """Two runs of one digest judged by the same SQL with the same weights and parameters."""
        found = [
            (
                one.name,
                one.group,
                one.weight,
                one.statement.sql,
                sorted(one.statement.values().items()),
            )
            for one in self.detections
        ]
        steps = [(one.name, one.sql, sorted(one.values().items())) for one in self.steps]
        return sha256(repr((found, steps)).encode()).hexdigest()[:16]

    def changed(self, name: str, key: str, value: Said) -> Said | None:
        """What the file says of a number that a setting made `value`; None where it is the file's."""
        told = self.told.get(f"{name}.{key}")
        return None if told == value else told


def read_rules(settings: Settings = _DEFAULT) -> Rules:
    """The rules in force: shipped detections, the operator's own before them, and `[judge]` over both.

    Raises Faults with all that is wrong: headers and queries of his own, settings of what is not there.
    """
    found, faulty = sift_detections(detection_folders(settings))
    steps = read_steps()
    named = {one.name for one in steps if one.params}  # `[judge.NAME]` means one alone
    own = [one for one in found if is_own(one)]
    faults: list[TrackerError] = [
        *faulty.values(),
        *(_taken(one) for one in own if one.name in named),
        *faults_of_sql(own),
        *_faults_of_settings(settings, found, steps, faulty),
    ]
    if faults:
        raise Faults(faults)
    values = settings.judge_values()
    chosen = {one.name: _in_force(one, values) for one in found}
    off = {name for name in chosen if values.get(f"{name}.{OFF}")}
    return Rules(
        tuple(one for name, one in chosen.items() if name not in off),
        tuple(one for name, one in chosen.items() if name in off),
        tuple(one.with_values(values) for one in steps),
        {f"{name}.{key}": value for name, key, value in _told(found, steps)},
    )


@cache
def read_steps() -> tuple[Statement, ...]:
    """Every statement that judges and is no detection, by name."""
    return tuple(read_statement(path) for path in sorted(_STEPS.glob("*.sql")))


def detection_folders(settings: Settings) -> tuple[Path, ...]:
    """The shipped folder, and behind it the operator's own; SettingsError where that is none."""
    if settings.detections is None:
        return (FOLDER,)
    return (FOLDER, own_folder(Path(settings.detections)))


def own_folder(folder: Path) -> Path:
    """A folder of detections; SettingsError where it is none, or none lies there."""
    if not folder.is_dir():
        raise SettingsError("no such folder", where=folder, expected="a folder of detections")
    if not any(folder.glob("*.sql")):
        raise SettingsError("no detection lies there", where=folder, expected="NAME.sql in it")
    return folder


def _taken(detection: Detection) -> SettingsError:
    return SettingsError(
        f"a step of judging is called {detection.name}",
        where=detection.statement.path,
        expected="another name",
    )


def _in_force(detection: Detection, values: Mapping[str, Said]) -> Detection:
    weight = float(values.get(f"{detection.name}.{WEIGHT}", detection.weight))
    return replace(detection, weight=weight, statement=detection.statement.with_values(values))


def _told(
    found: Iterable[Detection], steps: Iterable[Statement]
) -> Iterator[tuple[str, str, Said]]:
    """Name, key and value of all that can be set."""
    for one in found:
        yield one.name, WEIGHT, one.weight
        yield from ((one.name, key, value) for key, value in one.statement.values().items())
    for step in steps:
        yield from ((step.name, key, value) for key, value in step.values().items())


def _faults_of_settings(
    settings: Settings,
    found: Iterable[Detection],
    steps: Iterable[Statement],
    faulty: Iterable[str],
) -> Iterator[TrackerError]:
    known: dict[str, dict[str, Said]] = {one.name: {OFF: False} for one in found}
    for name, key, value in _told(found, steps):
        known.setdefault(name, {})[key] = value
    for name, said in settings.judge.items():
        where = f"[judge.{name}]"
        if name in known:
            yield from _faults_of_values(where, said, known[name])
        elif name not in faulty:  # what is wrong with those is told of their files
            told = f"no detection and no step of judging with numbers is called {name!r}"
            yield SettingsError(told, where=where, expected=f"one of {', '.join(sorted(known))}")


def _faults_of_values(
    where: str, said: Mapping[str, Said], known: Mapping[str, Said]
) -> Iterator[TrackerError]:
    for key, value in said.items():
        if key not in known:
            expected = f"one of {', '.join(known)}"
            yield SettingsError(f"unknown setting {key!r}", where=where, expected=expected)
        elif not _of_kind(value, known[key]):
            expected = _KINDS[type(known[key])]
            yield SettingsError(f"{key} = {value!r}", where=where, expected=expected)


_KINDS = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}


def _of_kind(value: Said, default: Said) -> bool:
    """Whether a value can stand for another; a whole number may stand for one that need not be."""
    kind = type(value)
    return kind is type(default) or (kind is int and type(default) is float)
