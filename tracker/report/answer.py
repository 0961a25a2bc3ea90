"""The record that `precheck` gives, told in plain English."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from tracker.judge.sessions import FOLDER
from tracker.report.story import Record, told_terms
from tracker.report.verdicts import VERDICTS


def answer(records: Iterable[Record], zone: ZoneInfo) -> str:
    """For each address of the remote the verdict, the term behind it, and what is missing."""
    return "\n".join(line for record in records for line in _lines(record, zone))


def _lines(record: Record, zone: ZoneInfo) -> Iterator[str]:
    meant = tomllib.loads((FOLDER / "reasons.toml").read_text())
    reason = meant.get(record["verdict"], {}).get(record["reason"], record["reason"])
    yield f"to {record['remote_ip']}: {record['verdict']}"
    yield f"  {VERDICTS[record['verdict']]}"
    yield f"  {record['reason']}: {reason}"
    for missing in record["missing"]:
        yield f"  missing: {missing}"
    yield from told_terms(record["terms"], zone, "decides")
