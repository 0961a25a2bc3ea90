"""A night that is really read and judged: WireGuard in a Zeek log, and who dialled in, told by RADIUS."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.parsing import detail, zeek
from tracker.attribute.pseudonyms import Key
from tracker.lake import Lake
from tracker.logfile import Asked
from tracker.night import nightly
from tracker.registry.importing import import_list
from tracker.settings import Settings

KEY = Key(b"k" * 32)
NOON = 1773489600  # 2026-03-14 12:00 UTC
HOUR = 3600
SUBSCRIBER, REMOTE = "192.0.2.10", "203.0.113.9"
_POOL = "cidr,category,provider\n192.0.2.0/24,pool_dynamic,\n"


def tunnel(start: float, seconds: float = 600, **more: object) -> dict[str, object]:
    """A record of an answered tunnel that begins so many seconds after noon."""
    told = {"ts": NOON + start, "uid": f"C{start}", "id.orig_h": SUBSCRIBER, "id.resp_h": REMOTE}
    told |= {"id.resp_p": 51820, "proto": "udp", "duration": seconds}
    sizes = {"orig_ip_bytes": 20_001, "resp_ip_bytes": 30_001, "orig_pkts": 40, "resp_pkts": 50}
    return told | sizes | more


def conn(*records: dict[str, object]) -> str:
    return zeek(*records, orig_pkts=40, resp_pkts=50)


def dialled(event: str, hour: float, user: str = "jonas", ip: str = SUBSCRIBER) -> list[str]:
    """One RADIUS record so many hours after noon."""
    return [
        f'User-Name = "{user}"',
        f"Acct-Status-Type = {event}",
        f'Acct-Session-Id = "{user}-1"',
        "NAS-IP-Address = 198.51.100.1",
        f"Framed-IP-Address = {ip}",
        f"Event-Timestamp = {int(NOON + hour * HOUR)}",
    ]


def beats(first: int = -11, last: int = 11) -> list[list[str]]:
    """Others who are there all day, by whom the logins are known to go on."""
    return [
        dialled("Interim-Update", hour, "beat", "192.0.2.250") for hour in range(first, last + 1)
    ]


def radius(*records: list[str]) -> str:
    return detail(*records)


def pooled(lake: Lake, folder: Path) -> None:
    """Imports the subscribers' pool."""
    path = folder / "pools.csv"
    path.write_text(_POOL)
    import_list(lake, path, "pools", Settings(), now=dt.datetime.now(dt.UTC))


def night(lake: Lake, *paths: Path, settings: Settings = Settings()) -> None:  # noqa: B008  # frozen
    """Brings the logs in and judges what they touch."""
    nightly(lake, KEY, [str(path) for path in paths], Asked(zone="UTC"), settings)
