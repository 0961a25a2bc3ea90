"""Words that stories share: times, lines, names of protocols, and hostile text on one line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tracker.printable import printable

Record = Mapping[str, Any]


def plain(told: Any) -> Any:
    """A record with each text in it as one line that shows all its signs, whoever wrote it."""
    if isinstance(told, str):
        return printable(told).replace("\n", "\\u000a")
    if isinstance(told, Mapping):
        return {name: plain(value) for name, value in told.items()}
    return [plain(one) for one in told] if isinstance(told, list) else told


def time(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(" ", "seconds")


def span(length: timedelta) -> str:
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    return " ".join([*parts, f"{seconds} s"])


def count(number: int | None) -> str:
    return "an unknown number of" if number is None else f"{number:,}"


def line(text: str) -> str:
    return " ".join(text.split())


def end(record: Record, side: str) -> str:
    """An address of a session with its port."""
    ip, port = record[f"{side}_ip"], record[f"{side}_port"]
    if ip is None:
        return f"{record['gateway']}, which does not tell its address"
    return str(ip) if port is None else f"[{ip}]:{port}" if ":" in ip else f"{ip}:{port}"
