"""Settings: a flag goes before TRACKER_* in the environment, that before tracker.toml."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields
from fnmatch import fnmatchcase
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from tracker.errors import Faults, SettingsError, TrackerError

CONFIG = "tracker.toml"
_REALM = re.compile(r"""[^\s@/\\"\x00-\x1f\x7f]+""")
_COUNTRY_CODE = re.compile(r"[1-9][0-9]{0,2}")  # ITU-T E.164, 6.2.1
_DAY, _YEARS = 86400, 3650  # seconds; days
HUGE = 1 << 53  # from here on a double cannot tell whole numbers apart
Said = int | float | str | bool
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


@dataclass(frozen=True)
class Source:
    """A `[[source]]`: what is stated for the files whose path fits, unless the command line says it.

    In `path` a `*` stands for any signs, slashes too, a `?` for one, `[ab]` for one of these; the whole
    path must fit, as it was given or found under a folder that was given.
    """

    path: str
    zone: str | None = None
    gateway: str | None = None
    format: str | None = None

    def fits(self, shown: str) -> bool:
        return fnmatchcase(str(Path(shown)), str(Path(self.path)))


@dataclass(frozen=True)
class Gateway:
    """A `[[gateway]]`, named as `login.gateway` has it.

    `clock_offset_seconds` added to the times of its login records makes them right: a clock that is
    two minutes slow has 120. `silence_hours` is how long a login of it, or a loan of ports, holds
    without stop, lease end or sign, such as the lease time of a DHCP server whose log tells none.
    """

    name: str
    clock_offset_seconds: float = 0.0
    silence_hours: float | None = None  # the general one where nothing is stated


@dataclass(frozen=True)
class Settings:
    """What an operator may set; every number's unit is in its name or beside it."""

    night_zone: str = "UTC"  # says what a night is and how dates on the command line are read
    session_gap_minutes: int = 30  # a longer silence ends a session
    guard_seconds: int = 120  # how near a change of holder a session counts as `edge`
    coverage_gap_hours: float = 6.0  # a longer silence of a gateway's logins is no coverage
    silence_hours: float = 24.0  # a holding without stop or interim ends after this
    login_days: int = 35  # how far back logins are looked at
    max_rejects: float = 0.01  # share of a file's records that may be rejected
    max_line: int = 1 << 20  # bytes; a longer line is rejected
    max_shrink: float = 0.3  # share of the register's terms that one import may close
    expiring_days: int = 30  # a term that ends within these days is listed as expiring
    moved_days: int = 14  # a binding that its registrant has moved from counts for so long
    wide_prefix_v4: int = 16  # a cidr binding of a shorter prefix is warned of
    wide_prefix_v6: int = 32  # the same in IPv6
    unseen_days: int = 90  # a binding that no login of so many days shows is listed
    max_jump: float = 0.5  # share by which a version of a list may grow or shrink
    fold_case: bool = True  # whether User and user are one name; settled when the lake is made
    # realms whose users are meant without them, such as ["isp.lt"]; settled when the lake is made
    strip_realms: list[str] = field(default_factory=list)
    # digits such as "370": numbers in a register may then be national, too
    country_code: str | None = None
    flag_ipsec_without_epdg: bool = False  # whether IPsec is flagged while no list names ePDGs
    flag_privacy_relays: bool = False  # whether WARP and its like are flagged, or only counted
    detections: str | None = None  # a folder with detections of the operator's own
    # `[judge.NAME]`: what a detection's or judging step's numbers are instead of those of its header
    judge: Mapping[str, Mapping[str, Said]] = field(default_factory=dict)
    keep_days: int = 7  # how long earlier versions of the tables stay readable
    memory: str | None = None  # the engine's limit, such as "2GB"
    threads: int | None = None  # the engine's threads; all cores if not set
    sources: tuple[Source, ...] = ()  # in the order of the file: the first that fits holds
    gateways: tuple[Gateway, ...] = ()  # no two of one name

    def source_of(self, shown: str) -> Source | None:
        """The first `[[source]]` that fits a file's path."""
        return next((one for one in self.sources if one.fits(shown)), None)

    def judge_values(self) -> dict[str, Said]:
        """The settings of `[judge.NAME]` in one: `wireguard_port.weight`, `scored.prior`."""
        return {
            f"{name}.{key}": value
            for name, said in self.judge.items()
            for key, value in said.items()
        }

    def digest(self) -> str:
        """A short digest of what can change an answer: no threads, memory, warnings, empty sections.

        What is newer than a lake and not set is not in it: two runs of two versions then agree.

        Of detections of the operator's own a run keeps another, which is of what they say.
        """
        left: tuple[str, ...] = (
            "memory",
            "threads",
            "keep_days",
            "gateways",
            "max_jump",
            "unseen_days",
        )
        left += ("wide_prefix_v4", "wide_prefix_v6", "detections", "judge")
        flags = ("flag_ipsec_without_epdg", "flag_privacy_relays")
        unset = (("sources", ()), *((name, False) for name in flags))
        told = {k: v for k, v in asdict(self).items() if k not in left and (k, v) not in unset}
        off = {one.name: float(one.clock_offset_seconds) for one in self.gateways}
        if off := {name: seconds for name, seconds in off.items() if seconds}:
            told["gateways"] = sorted(off.items())
        silent = [one for one in self.gateways if one.silence_hours is not None]
        if silent:
            told["silences"] = sorted((one.name, float(one.silence_hours or 0)) for one in silent)
        if judge := self.judge_values():
            whole = {key: v if isinstance(v, bool | str) else float(v) for key, v in judge.items()}
            told["judge"] = sorted(whole.items())
        return sha256(repr(sorted(told.items())).encode()).hexdigest()[:16]


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
    if "detections" in given:  # as seen from the settings file, wherever a command is run
        given["detections"] = str(chosen.parent / given["detections"])
    return Settings(
        sources=tuple(Source(**one) for one in given.pop("source", ())),
        gateways=tuple(Gateway(**one) for one in given.pop("gateway", ())),
        **given,
    )


_SECTIONS: dict[str, type[Source | Gateway]] = {"source": Source, "gateway": Gateway}


def _faults(path: Path, given: dict[str, Any]) -> Iterator[TrackerError]:
    plain = {key: value for key, value in given.items() if key not in (*_SECTIONS, "judge")}
    yield from _faults_of_keys(path, "", Settings, plain)
    yield from _faults_of_judge(path, given.get("judge", {}))
    if isinstance(zone := given.get("night_zone"), str) and zone not in _zones():
        yield zone_error(zone, path)
    if isinstance(code := given.get("country_code"), str) and not _COUNTRY_CODE.fullmatch(code):
        expected = "one to three digits without plus and noughts before them, such as 370"
        yield SettingsError(f"country_code = {code!r}", where=path, expected=expected)
    if isinstance(realms := given.get("strip_realms"), list):
        yield from (_realm_error(realm, path) for realm in realms if not _is_realm(realm))
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
        if isinstance(zone := section.get("zone"), str) and zone not in _zones():
            yield zone_error(zone, path)
    told = Counter(str(section.get(mark)) for section in sections if section.get(mark))
    for twice in (text for text, count in told.items() if count > 1):
        found, expected = f"{told[twice]} [[{name}]] with {mark} = {twice!r}", "one of each"
        yield SettingsError(found, where=path, expected=expected)


def _faults_of_keys(
    path: Path, place: str, kind: type[Settings | Source | Gateway], given: dict[str, Any]
) -> Iterator[TrackerError]:
    """Unknown keys, values of another type or size, empty texts, what must be there and is not."""
    inside = [one for one in fields(kind) if not str(one.type).startswith(("tuple", "Mapping"))]
    known = {one.name: str(one.type) for one in inside}
    sections = [] if place else [*(f"[[{name}]]" for name in _SECTIONS), "[judge.NAME]"]
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


def key_beside(lake: Path) -> Path:
    """The key file where none is named: beside the lake, so that a copy of the lake has no key in it."""
    whole = lake.absolute()
    return whole.with_name(f"{whole.name}.key")


def _is_realm(told: object) -> bool:
    return isinstance(told, str) and bool(_REALM.fullmatch(told))


def _realm_error(told: object, where: Path) -> SettingsError:
    return SettingsError(
        f"strip_realms: {told!r} is no realm",
        where=where,
        expected="realms without the sign between them and the user, such as isp.lt",
    )


def zone_error(zone: str, where: Path | str | None = None) -> SettingsError:
    return SettingsError(
        f"time zone {zone!r} is not known",
        where=where,
        expected="an IANA name such as Europe/Vilnius",
    )


def zone_info(zone: str) -> ZoneInfo:
    """The zone of a name; SettingsError where there is none."""
    if zone not in _zones():
        raise zone_error(zone)
    return ZoneInfo(zone)


@cache
def _zones() -> set[str]:
    return available_timezones()  # looks through hundreds of files
