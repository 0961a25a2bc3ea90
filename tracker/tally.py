"""What became of a file's records: how many were used, passed over and rejected, and what they span."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc


@dataclass
class Tally:
    """What became of a file's records, and what they span (microseconds in UTC)."""

    lines: int = 0
    records: int = 0
    used: int = 0
    passed: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    first_us: int | None = None
    last_us: int | None = None

    @property
    def first_at(self) -> dt.datetime | None:
        return _moment(self.first_us)

    @property
    def last_at(self) -> dt.datetime | None:
        return _moment(self.last_us)

    def rejected_share(self) -> float:
        """The share of records rejected, of those that are not passed over."""
        refused = self.rejected.total()
        return refused / (self.used + refused) if refused else 0.0

    def span(self, times: pa.Array) -> None:
        if len(times) == times.null_count:
            return
        ends = pc.min_max(times.cast(pa.int64()))
        self.reach(ends["min"].as_py(), ends["max"].as_py())

    def reach(self, first_us: int | None, last_us: int | None) -> None:
        """They span these, too; nothing where no time is told."""
        low = [us for us in (self.first_us, first_us) if us is not None]
        high = [us for us in (self.last_us, last_us) if us is not None]
        self.first_us, self.last_us = min(low, default=None), max(high, default=None)


def _moment(us: int | None) -> dt.datetime | None:
    return (
        None if us is None else dt.datetime.fromtimestamp(0, dt.UTC) + dt.timedelta(microseconds=us)
    )
