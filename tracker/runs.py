"""A run: one command that wrote, as the lake remembers it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from secrets import token_hex

import pyarrow as pa

from tracker.settings import Settings
from tracker.shipped import VERSION
from tracker.tables import arrow_schema


@dataclass(frozen=True)
class Run:
    """A command under way; `row` is what is remembered of it when it has ended."""

    command: str
    began_at: dt.datetime
    settings: Settings
    run_id: str = field(default_factory=lambda: token_hex(8))

    @property
    def who(self) -> str:
        """The run as a lock names it to those who find it taken."""
        place = f"process {os.getpid()} on {os.uname().nodename}"
        return f"{self.command}, {place}, begun {self.began_at:%Y-%m-%d %H:%M:%S} UTC"

    def row(
        self,
        *,
        inputs: list[dict[str, object]],
        counted: Mapping[str, int],
        nights: Iterable[dt.date] = (),
        clocks: list[dict[str, object]] | None = None,
        coverage: list[dict[str, object]] | None = None,
        gaps: list[dict[str, object]] | None = None,
        outcome: str = "done",
        judgement_digest: str | None = None,
    ) -> pa.Table:
        """The run's row in the table `run`."""
        told = {
            "run_id": self.run_id,
            "command": self.command,
            "began_at": self.began_at,
            "ended_at": now(),
            "outcome": outcome,
            "nights": [night.isoformat() for night in nights],
            "clocks": clocks or [],
            "coverage": coverage or [],
            "gaps": gaps or [],
            "inputs": inputs,
            "settings_digest": self.settings.digest(),
            "judgement_digest": judgement_digest,
            "counts": counts(counted),
            "tool_version": VERSION,
        }
        return pa.Table.from_pylist([told], schema=arrow_schema("run"))


def begin(command: str, settings: Settings) -> Run:
    return Run(command, now(), settings)


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def counts(counter: Mapping[str, int]) -> list[dict[str, object]]:
    """A counter as the lake keeps it, in the order of the names."""
    return [{"name": name, "count": count} for name, count in sorted(counter.items())]
