"""The states of files as rows of `source`."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from tracker.logfile import LogFile
from tracker.runs import counts, now
from tracker.shipped import VERSION
from tracker.tables import arrow_schema
from tracker.tally import Tally


def states(
    state: str, logs: Sequence[LogFile], tallies: Sequence[Tally] = (), header: str = ""
) -> pa.Table:
    """States of sources as rows of `source`."""
    at = now()
    rows = [_of_file(log) | {"state": state, "recorded_at": at} for log in logs]
    for row, tally in zip(rows, tallies, strict=False):
        row.update({"header": header or None}, **_of_tally(tally))
    return pa.Table.from_pylist(rows, schema=arrow_schema("source"))


def _of_file(log: LogFile) -> dict[str, object]:
    found, asked = log.found, log.asked
    return {
        "source": log.source,
        "path": found.shown,
        "sha256": found.sha256,
        "head_sha256": found.head,
        "bytes": found.size,
        "format": log.format,
        "spec_digest": log.words.specs,
        "zone": asked.zone,
        "gateway": asked.gateway,
        "lines": log.lines,
        "lines_before": found.begin.lines,
        "grown_from": log.grown_from,
        "tool_version": VERSION,
    }


def _of_tally(tally: Tally) -> dict[str, object]:
    return {
        "records": tally.records,
        "used": tally.used,
        "passed": tally.passed.total(),
        "rejected": tally.rejected.total(),
        "rules": counts(tally.passed),
        "reasons": counts(tally.rejected),
        "rows": counts(tally.rows),
        "first_at": tally.first_at,
        "last_at": tally.last_at,
    }
