"""Settings: a flag goes before TRACKER_* in the environment, that before tracker.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from tracker.errors import Faults, SettingsError, TrackerError

CONFIG = "tracker.toml"
_REALM = re.compile(r"""[^\s@/\\"\x00-\x1f\x7f]+""")


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
    expiring_days: int = 14  # a term that ends within these days is listed as expiring
    fold_case: bool = True  # whether User and user are one name; settled when the lake is made
    # realms whose users are meant without them, such as ["isp.lt"]; settled when the lake is made
    strip_realms: list[str] = field(default_factory=list)
    memory: str | None = None  # the engine's limit, such as "2GB"
    threads: int | None = None  # the engine's threads; all cores if not set

    def digest(self) -> str:
        """A short digest of what can change an answer; threads and memory cannot."""
        told = {k: v for k, v in asdict(self).items() if k not in ("memory", "threads")}
        return sha256(repr(sorted(told.items())).encode()).hexdigest()[:16]


def read_settings(path: Path | None) -> Settings:
    """The settings of a file, or of ./tracker.toml, or the defaults. All faults are told at once."""
    chosen = path or Path(CONFIG)
    if path is None and not chosen.exists():
        return Settings()
    try:
        given = tomllib.loads(chosen.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise SettingsError(f"cannot be read: {fault}", where=chosen) from None
    faults = [*_faults(chosen, given)]
    if faults:
        raise Faults(faults)
    return Settings(**given)


def _faults(path: Path, given: dict[str, object]) -> list[TrackerError]:
    known = {one.name: str(one.type) for one in fields(Settings)}
    faults: list[TrackerError] = []
    for key, value in given.items():
        if key not in known:
            expected = "one of " + ", ".join(known)
            faults.append(SettingsError(f"unknown setting {key!r}", where=path, expected=expected))
        elif type(value).__name__ not in known[key] and not (
            isinstance(value, int) and "float" in known[key]
        ):
            faults.append(SettingsError(f"{key} = {value!r}", where=path, expected=known[key]))
    if isinstance(zone := given.get("night_zone"), str) and zone not in _zones():
        faults.append(zone_error(zone, path))
    if isinstance(realms := given.get("strip_realms"), list):
        faults += [_realm_error(realm, path) for realm in realms if not _is_realm(realm)]
    return faults


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
