"""A settings file: read, and checked whole, so that all its faults are told at once."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from tracker.errors import Faults, SettingsError, TrackerError
from tracker.settings import (
    CONFIG,
    DONE,
    HUGE,
    SECONDED,
    Gateway,
    Letter,
    Settings,
    Source,
    is_zone,
    refuse_memory,
    zone_error,
)

_REALM = re.compile(r"""[^\s@/\\"\x00-\x1f\x7f]+""")
_COUNTRY_CODE = re.compile(r"[1-9][0-9]{0,2}")  # ITU-T E.164, 6.2.1
_DAY, _YEARS = 86400, 3650  # seconds; days
# What a number may be: beyond it stands a slip, such as 5 for five per cent.
_WITHIN: dict[str, tuple[float, float]] = {
    "session_gap_minutes": (0, 1440),
    "guard_seconds": (0, _DAY),
    "coverage_gap_hours": (0.01, 24 * _YEARS),
    "silence_hours": (0.01, 24 * _YEARS),
    "login_days": (0, _YEARS),
    "max_rejects": (0, 1),
    "max_line": (1, 1 << 30),
    "max_shrink": (0, 1),
    "expiring_days": (0, _YEARS),
    "moved_days": (0, _YEARS),
    "wide_prefix_v4": (0, 32),
    "wide_prefix_v6": (0, 128),
    "unseen_days": (1, _YEARS),
    "max_jump": (0, 1000),
    "threads": (1, 1024),
    "keep_days": (1, 30),  # a Delta log says of itself no more than 30 days
    "clock_offset_seconds": (-_DAY, _DAY),
}


def read_settings(path: Path | None) -> Settings:
    """The settings of a file, or of ./tracker.toml, or the defaults. All faults are told at once."""
    chosen = path or Path(CONFIG)
    if path is None and not chosen.exists():
        return Settings()
    try:
        given = tomllib.loads(chosen.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as fault:
        raise SettingsError(f"cannot be read: {fault}", where=chosen) from None
    faults = [*_faults(chosen, given)]
    if faults:
        raise Faults(faults)
    _place(chosen.parent, given)
    return Settings(
        sources=tuple(Source(**one) for one in given.pop("source", ())),
        gateways=tuple(Gateway(**one) for one in given.pop("gateway", ())),
        letter=Letter(**given.pop("letter", {})),
        **given,
    )


def _place(folder: Path, given: dict[str, Any]) -> None:
    """Makes paths what they are as seen from the settings file, wherever a command is run."""
    named = [(given, key) for key in ("detections", "spill")]
    named += [(section, "done_to") for section in given.get("source", ())]
    for section, key in named:
        if key in section:
            section[key] = str(folder / section[key])
    if "inbox" in given:
        told = given["inbox"]
        given["inbox"] = [str(folder / one) for one in ([told] if isinstance(told, str) else told)]


_NO_KEYS = ("tuple", "Mapping", "Letter")  # types of what sections tell
_SECTIONS: dict[str, type[Source | Gateway]] = {"source": Source, "gateway": Gateway}


def _faults(path: Path, given: dict[str, Any]) -> Iterator[TrackerError]:
    plain = {
        key: value for key, value in given.items() if key not in (*_SECTIONS, "judge", "letter")
    }
    yield from _faults_of_keys(path, "", Settings, plain)
    yield from _faults_of_judge(path, given.get("judge", {}))
    if isinstance(letter := given.get("letter", {}), dict):
        yield from _faults_of_keys(path, "[letter] ", Letter, letter)
    else:
        yield SettingsError(f"letter = {letter!r}", where=path, expected="a [letter] section")
    if isinstance(zone := given.get("night_zone"), str) and not is_zone(zone):
        yield zone_error(zone, path)
    if isinstance(code := given.get("country_code"), str) and not _COUNTRY_CODE.fullmatch(code):
        expected = "one to three digits without plus and noughts before them, such as 370"
        yield SettingsError(f"country_code = {code!r}", where=path, expected=expected)
    if isinstance(realms := given.get("strip_realms"), list):
        yield from (_realm_error(realm, path) for realm in realms if not _is_realm(realm))
    if isinstance(outcomes := given.get("second_reviewer"), list):
        expected = f"some of {', '.join(SECONDED)}"
        for other in (one for one in outcomes if one not in SECONDED):
            yield SettingsError(f"second_reviewer: {other!r}", where=path, expected=expected)
    for key in ("inbox", "on_failure"):
        yield from _faults_of_texts(path, key, given.get(key))
    yield from _faults_of_memory(path, given.get("memory"))
    for name in (one for one in _SECTIONS if one in given):
        if isinstance(given[name], list) and all(isinstance(one, dict) for one in given[name]):
            yield from _faults_of_sections(path, name, given[name])
        else:
            expected = f"[[{name}]] sections"
            yield SettingsError(f"{name} = {given[name]!r}", where=path, expected=expected)


def _faults_of_judge(path: Path, told: object) -> Iterator[TrackerError]:
    """What cannot be a setting of any detection or step; which there are is known where nights are judged."""
    if not isinstance(told, dict):
        yield SettingsError(f"judge = {told!r}", where=path, expected="[judge.NAME] sections")
        return
    for name, said in told.items():
        if not isinstance(said, dict):
            expected = "[judge.NAME] sections, NAME being a detection or a step of judging"
            yield SettingsError(f"[judge] {name} = {said!r}", where=path, expected=expected)
            continue
        for key, value in said.items():
            if not isinstance(value, str | int | float) or not _is_sound(value):
                found, expected = f"[judge.{name}] {key} = {value!r}", "a number, a text or true"
                yield SettingsError(found, where=path, expected=expected)


def _is_sound(value: str | float) -> bool:
    return isinstance(value, str) or (math.isfinite(value) and abs(value) < HUGE)


def _faults_of_sections(
    path: Path, name: str, sections: list[dict[str, Any]]
) -> Iterator[TrackerError]:
    """What is wrong with all `[[name]]`; the first field of their kind tells them apart."""
    kind = _SECTIONS[name]
    mark = fields(kind)[0].name
    for number, section in enumerate(sections, 1):
        place = f"[[{name}]] {number}: "
        yield from _faults_of_keys(path, place, kind, section)
        if isinstance(zone := section.get("zone"), str) and not is_zone(zone):
            yield zone_error(zone, path)
        if kind is Source:
            yield from _faults_of_done(path, place, section)
    told = Counter(str(section.get(mark)) for section in sections if section.get(mark))
    for twice in (text for text, count in told.items() if count > 1):
        found, expected = f"{told[twice]} [[{name}]] with {mark} = {twice!r}", "one of each"
        yield SettingsError(found, where=path, expected=expected)


def _faults_of_done(path: Path, place: str, section: dict[str, Any]) -> Iterator[TrackerError]:
    """What cannot be done with a file, and a folder for files that go to none."""
    done, to = section.get("done", "left"), section.get("done_to")
    if isinstance(done, str) and done and done not in DONE:
        expected = f"one of {', '.join(DONE)}"
        yield SettingsError(f"{place}done = {done!r}", where=path, expected=expected)
    elif done == "moved" and to is None:
        yield SettingsError(f"{place}no done_to", where=path, expected="done_to = the folder")
    elif done != "moved" and to is not None:
        found, expected = f"{place}done_to = {to!r} of what is not moved", 'done = "moved"'
        yield SettingsError(found, where=path, expected=expected)
    if section.get("ignore") is True and done != "left":
        found = f"{place}done = {done!r} of what is ignored"
        yield SettingsError(found, where=path, expected="one of the two")


def _faults_of_texts(path: Path, key: str, told: object) -> Iterator[TrackerError]:
    """What in a list is no text, or an empty one."""
    for one in told if isinstance(told, list) else []:
        if not isinstance(one, str) or not one:
            yield SettingsError(f"{key}: {one!r}", where=path, expected="a text")


def _faults_of_memory(path: Path, told: object) -> Iterator[TrackerError]:
    if isinstance(told, str) and told:
        try:
            refuse_memory(told, path)
        except SettingsError as fault:
            yield fault


def _faults_of_keys(
    path: Path, place: str, kind: type[Settings | Source | Gateway | Letter], given: dict[str, Any]
) -> Iterator[TrackerError]:
    """Unknown keys, values of another type or size, empty texts, what must be there and is not."""
    inside = [one for one in fields(kind) if not str(one.type).startswith(_NO_KEYS)]
    known = {one.name: str(one.type) for one in inside}
    sections = [] if place else [*(f"[[{name}]]" for name in _SECTIONS), "[judge.NAME]", "[letter]"]
    for key, value in given.items():
        if key not in known:
            found, expected = f"{place}unknown setting {key!r}", ", ".join([*known, *sections])
            yield SettingsError(found, where=path, expected=f"one of {expected}")
        elif not _of_type(value, known[key]) or value == "":
            expected = "a text" if value == "" else known[key]
            yield SettingsError(f"{place}{key} = {value!r}", where=path, expected=expected)
        elif key in _WITHIN and not _WITHIN[key][0] <= value <= _WITHIN[key][1]:
            expected = f"from {_WITHIN[key][0]} to {_WITHIN[key][1]}"
            yield SettingsError(f"{place}{key} = {value!r}", where=path, expected=expected)
    for one in inside:
        required = one.default is MISSING and one.default_factory is MISSING
        if required and one.name not in given:
            yield SettingsError(f"{place}no {one.name}", where=path, expected=f"{one.name} = ...")


def _of_type(value: object, wanted: str) -> bool:
    """Whether a value is of a type as it is annotated; a whole number may stand for a float."""
    named = wanted.replace("list[str]", "list").split(" | ")
    found = type(value).__name__
    return found in named or (found == "int" and "float" in named)


def _is_realm(told: object) -> bool:
    return isinstance(told, str) and bool(_REALM.fullmatch(told))


def _realm_error(told: object, where: Path) -> SettingsError:
    return SettingsError(
        f"strip_realms: {told!r} is no realm",
        where=where,
        expected="realms without the sign between them and the user, such as isp.lt",
    )
