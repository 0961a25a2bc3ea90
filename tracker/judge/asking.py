"""What the register says of sessions that somebody describes, by the SQL that judges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa

from tracker.engine.engine import Engine, keep_all
from tracker.judge.nights import DAY, HOUR, NEVER, Night, calendar
from tracker.judge.sessions import FOLDER
from tracker.settings import Settings, zone_info

_ASKED = Path(__file__).parent / "asked"
_REGISTER = ("edition", "handed", "term")
_SIDES = ("scored", "pair", "seen")
_DECIDE = ("bound", "placed", "claim", "standing", "answered", "decided", "pieced", "verdict")
_US = pa.int64()  # microseconds since 1970
_SECOND = 1_000_000
_STATED = pa.schema([("gateway", pa.string()), ("offset_us", _US), ("silence_us", _US)])
QUESTION = pa.schema(
    [
        ("session", pa.int64()),
        ("judged", pa.date32()),  # the night, whose lists count
        ("subject_key", pa.string()),  # the subscriber's address as a key, empty for none
        ("holder", pa.string()),  # pseudonym of a login name
        ("station", pa.string()),  # pseudonym of a circuit or a number
        ("remote_key", pa.string()),
        ("family", pa.string()),
        ("protocol", pa.int32()),
        ("port", pa.int32()),  # the remote's
        ("first_us", _US),
        ("last_us", _US),
        ("tier", pa.string()),
        ("attribution", pa.string()),
        ("doubt", pa.string()),
    ]
)


def register_values(settings: Settings, known_us: int = NEVER) -> dict[str, object]:
    """The values that the register's steps need: what was known, how long it counts.

    With them goes what is set of any step's own numbers.
    """
    values: dict[str, object] = {
        "known_us": known_us,
        "listed_us": NEVER,
        "moved_us": settings.moved_days * DAY,
        "expiring_us": settings.expiring_days * DAY,
        "day_us": DAY,
        "never_us": NEVER,
        "needs_epdg": 0 if settings.flag_ipsec_without_epdg else 1,
        "relay_class": "" if settings.flag_privacy_relays else "privacy_relay",
    }
    return values | settings.judge_values()


def stated_gateways(settings: Settings) -> pa.Table:
    """What the operator states of each gateway, in microseconds.

    `offset_us` is added to the times of its logins, `silence_us` is how long one holds without a sign;
    null where the general setting holds.
    """
    rows = [
        {
            "gateway": one.name,
            "offset_us": round(one.clock_offset_seconds * _SECOND),
            "silence_us": one.silence_hours and round(one.silence_hours * HOUR),
        }
        for one in settings.gateways
    ]
    return pa.Table.from_pylist(rows, _STATED)


def keep_lists(
    engine: Engine, nights: Iterable[Night], settings: Settings, values: Mapping[str, object]
) -> None:
    """Makes `network`, the lists in force in the nights that are asked about.

    The engine shows the lake's inputs.
    """
    zone = zone_info(settings.night_zone)
    engine.register("calendar", calendar(nights, zone, 0, settings.login_days))
    keep_all(engine, FOLDER, ("network",), values)


def stand(engine: Engine, values: Mapping[str, object]) -> list[str]:
    """Makes `standing`: what each version of a term that can count stands as, in which time.

    The engine shows `registration_us`. Returns the names of what was made.
    """
    return keep_all(engine, FOLDER, (*_REGISTER, "standing"), values)


def ask(
    engine: Engine, values: Mapping[str, object], *, seen: bool = False, weighed: bool = False
) -> list[str]:
    """Makes `verdict` and `looked` for each row of `question`, as judging makes them of sessions.

    The engine shows `question` with the columns of QUESTION, `network` and the lake's inputs. With
    `seen` it shows what the sessions' records had of their protocol, too; without, that follows
    from the question: where it says neither family nor protocol, whatever the subject's own term
    names is meant, where it says no port, no port contradicts. With `weighed` it shows `scored` as
    judging makes it, and `question` needs no tier. Returns the names of what was made.
    """
    made = keep_all(engine, FOLDER, ("vpn_port", *_REGISTER), values)
    shown = [name for name, is_shown in (("seen", seen), ("scored", weighed)) if is_shown]
    made += keep_all(engine, _ASKED, [name for name in _SIDES if name not in shown], values)
    made += keep_all(engine, FOLDER, _DECIDE, values)
    return made + keep_all(engine, _ASKED, ("looked",), values)
