"""What a test sees of a log that is read and normalised: its rows, and what became of its records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.errors import TrackerError
from tracker.intake import parse
from tracker.logfile import Asked
from tracker.settings import Settings
from tracker.tally import Tally

CTIME = "Sat Mar 14 18:00:00 2026"
RECEIVED = "Timestamp = 1773504000"  # the same moment in Vilnius


@dataclass(frozen=True)
class Read:
    """One file's rows, in the order of its lines; a fault where it was refused."""

    rows: list[dict[str, Any]]
    tally: Tally
    lines: int
    fault: TrackerError | None
    told: str | None = None  # the name of its format

    def of(self, table: str) -> list[dict[str, Any]]:
        """A table's rows with the columns that they have."""
        return [row for row in self.rows if row["table"] == table]

    def reasons(self) -> dict[int, str]:
        return {row["line"]: row["reason"] for row in self.of("reject")}


def read(path: Path, settings: Settings = Settings(), **asked: Any) -> Read:  # noqa: B008  # frozen
    """Reads one file, names in clear."""
    told = list(parse([str(path)], Asked(**asked), settings))
    batches = [(table, batch) for _, parts in told for table, batch in parts]
    rows = [
        {"table": table} | without_nulls(row)
        for table, batch in batches
        for row in batch.to_pylist()
    ]
    rows.sort(key=lambda row: row["line"])
    last = told[-1][0]
    return Read(rows, last.tally, last.lines, last.fault, last.format)


def without_source(found: Read) -> list[dict[str, Any]]:
    """Its rows, without the name of the file."""
    return [{key: value for key, value in row.items() if key != "source"} for row in found.rows]


def without_nulls(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None}


def zeek(*lines: dict[str, object], **other: object) -> str:
    """A Zeek log; each line has the columns of a good one but for those given."""
    good = {
        "ts": "1773504000.5", "uid": "C1", "id.orig_h": "192.0.2.1", "id.orig_p": 40000,
        "id.resp_h": "198.51.100.1", "id.resp_p": 443, "proto": "tcp", "duration": "1.5",
        "conn_state": "SF", "orig_ip_bytes": 100, "resp_ip_bytes": 200,
    } | other  # fmt: skip
    rows = ["\t".join(str(value) for value in (good | line).values()) for line in lines]
    return "\n".join(["#path\tconn", "\t".join(["#fields", *good]), *rows, ""])


def detail(*records: list[str]) -> str:
    """A RADIUS detail file; each record has the attributes given, after the line that opens it."""
    return "".join("\n\t".join([CTIME, *attributes]) + "\n\n" for attributes in records)
