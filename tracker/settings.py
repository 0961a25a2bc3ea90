"""Settings: a flag goes before TRACKER_* in the environment, that before tracker.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from tracker.errors import SettingsError, near

CONFIG = "tracker.toml"
MEMORY = re.compile(r"(?i)(?=.*[1-9])[0-9]+(\.[0-9]+)?\s*([kmgt](i?b)?|%)")
DONE = ("left", "moved", "deleted")
SECONDED = (
    "dismiss",
    "confirm",
    "correct",
)  # a flag is brought back by whoever doubts that it is gone
HUGE = 1 << 53  # from here on a double cannot tell whole numbers apart
Said = int | float | str | bool


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
    done: str = "left"  # what becomes of a file of an inbox that is in the lake: one of DONE
    done_to: str | None = None  # the folder that it is moved to
    ignore: bool | None = (
        None  # whether a file found in a folder is no log; its name tells if not set
    )

    def fits(self, shown: str) -> bool:
        return fnmatchcase(_plain(shown), _plain(self.path))


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
class Letter:
    """`[letter]`: what `explain --letter` tells a person of whom to turn to; each may have several lines."""

    contact: str | None = None  # who writes, and where he is reached
    register: str | None = None  # how a VPN is registered
    objection: str | None = None  # how to object, and until when


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
    # the outcomes of a review that count when two people have decided so; of SECONDED
    second_reviewer: list[str] = field(default_factory=list)
    keep_days: int = 7  # how long earlier versions of the tables stay readable
    inbox: str | list[str] = field(default_factory=list)  # what `nightly` takes if nothing is named
    # the command that hears of a nightly run that failed, and its arguments
    on_failure: list[str] = field(default_factory=list)
    memory: str | None = None  # the engine's limit, such as "2GB"
    spill: str | None = None  # the folder for what memory cannot hold; the system's if not set
    threads: int | None = None  # the engine's threads; all cores if not set
    sources: tuple[Source, ...] = ()  # in the order of the file: the first that fits holds
    gateways: tuple[Gateway, ...] = ()  # no two of one name
    letter: Letter = Letter()  # whom a person is told to turn to

    @property
    def inboxes(self) -> list[str]:
        """The folders of `inbox`, be it one or several."""
        return [self.inbox] if isinstance(self.inbox, str) else self.inbox

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
        """A short digest of what can change an answer: no threads, memory, folders, warnings, empty sections.

        What is newer than a lake and not set is not in it: two runs of two versions then agree.

        Of detections of the operator's own a run keeps another, which is of what they say.
        """
        left: tuple[str, ...] = ("memory", "threads", "keep_days", "gateways", "max_jump")
        left += ("unseen_days", "inbox", "spill", "on_failure", "second_reviewer", "letter")
        left += ("wide_prefix_v4", "wide_prefix_v6", "detections", "judge")
        flags = ("flag_ipsec_without_epdg", "flag_privacy_relays")
        unset = (("sources", ()), *((name, False) for name in flags))
        told = {k: v for k, v in asdict(self).items() if k not in left and (k, v) not in unset}
        if self.sources:
            told["sources"] = tuple(map(_stated, self.sources))
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


@lru_cache(maxsize=1024)
def _plain(path: str) -> str:
    """A path without what changes nothing, such as a doubled slash; each is asked of every source."""
    return str(Path(path))


def _stated(source: Source) -> dict[str, str | None]:
    """What a source says of how its logs are read, and nothing of where they go."""
    return {
        "path": source.path,
        "zone": source.zone,
        "gateway": source.gateway,
        "format": source.format,
    }


def key_beside(lake: Path) -> Path:
    """The key file where none is named: beside the lake, so that a copy of the lake has no key in it."""
    whole = lake.absolute()
    return whole.with_name(f"{whole.name}.key")


def refuse_memory(told: str, where: Path | str) -> None:
    """Raises SettingsError where the engine would not understand a limit."""
    if not MEMORY.fullmatch(told):
        expected = "a number with its unit, such as 2GB or 512MB"
        raise SettingsError(f"memory = {told!r}", where=where, expected=expected)


def zone_error(zone: str, where: Path | str | None = None) -> SettingsError:
    return SettingsError(
        f"time zone {zone!r} is not known",
        where=where,
        expected="an IANA name such as Europe/Vilnius",
        todo=near(zone, zones()),
    )


def zone_info(zone: str) -> ZoneInfo:
    """The zone of a name; SettingsError where there is none."""
    if not is_zone(zone):
        raise zone_error(zone)
    return ZoneInfo(zone)


def is_zone(zone: str) -> bool:
    """Whether a zone has this name, here or in a newer list that the system has."""
    return zone in zones() or zone in _zones_of_the_system()


@cache
def zones() -> set[str]:
    """The names of all time zones, as the package tells them that has zones where a system has none."""
    return set((files("tzdata") / "zones").read_text(encoding="utf-8").split())


@cache
def _zones_of_the_system() -> set[str]:
    return available_timezones()  # looks through hundreds of files
