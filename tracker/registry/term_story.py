"""One term, as `show_term` gives it, told in plain English on one screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

Record = Mapping[str, Any]

# What each standing means for the sessions of whoever is bound.
_STANDINGS = {
    "pending": "asked for, or not begun: sessions are told apart and not flagged",
    "active": "its sessions are registered",
    "expiring": "its sessions are registered; it ends soon",
    "grace": "it has ended, and its sessions are only counted",
    "expired": "it has ended, and its sessions are flagged",
    "suspended": "the authority has suspended it, and its sessions are flagged",
    "revoked": "the authority has revoked it, and its sessions are flagged",
    "rejected": "the authority has said no: it counts as no term",
    "withdrawn": "who asked has withdrawn it: it counts as no term",
    "closed": "the register no longer has it: it counts as no term",
}


def term_story(record: Record, zone: ZoneInfo) -> str:
    """What is registered, what was decided, how it stands and what became of it."""
    return "\n".join(_lines(record, zone))


def _lines(record: Record, zone: ZoneInfo) -> Iterator[str]:
    yield f"Term {record['registration_id']} of {record['registrant_id']}, {record['category']}"
    until = record["stands_until"]
    lasts = f" until {_time(until, zone)}" if until else ""
    yield f"{record['standing']}{lasts}: {_STANDINGS[record['standing']]}"
    yield f"as it stands {_time(record['asked_at'], zone)}"
    yield from ("", "What is registered", *_terms(record))
    yield from ("", "From when to when", *_window(record, zone))
    yield from ("", f"What was decided: {record['status']}", *_decision(record))
    yield from ("", "What became of it", *_versions(record, zone))


def _terms(record: Record) -> Iterator[str]:
    hidden = "" if record["binding_kind"] == "cidr" else ", a pseudonym"
    yield f"  whose: {record['binding_kind']} {record['binding_value']}{hidden}"
    remote = record["remote_value"]
    yield f"  to where: {record['remote_kind']}{f' {remote}' if remote else ''}"
    yield f"  protocol: {record['protocol'] or 'any'}, port: {record['port'] or 'any'}"


def _window(record: Record, zone: ZoneInfo) -> Iterator[str]:
    ends = record["valid_to"]
    yield f"  {_time(record['valid_from'], zone)} to {_time(ends, zone) if ends else 'no end'}"
    if ends and record["grace_days"]:
        yield f"  {record['grace_days']} days of grace, until {_time(record['grace_until'], zone)}"
    else:
        yield "  no days of grace"


def _decision(record: Record) -> Iterator[str]:
    yield f"  the authority's reference: {record['authority_ref'] or 'none'}"
    if record["moved_from"]:
        yield f"  it moved from {record['moved_from']}"
    if record["moved_to"]:
        yield f"  it moved to {', '.join(record['moved_to'])}"


def _versions(record: Record, zone: ZoneInfo) -> Iterator[str]:
    for one in record["versions"]:
        what = f": {one['what']}" if one["what"] else ""
        at = _time(datetime.fromisoformat(one["recorded_at"]), zone)
        yield f"  {at} {one['change']} by {one['registry_version']}{what}"


def _time(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(" ", "seconds")
