"""What is known of a run, up to now and when it has ended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tracker.cli.saying import Log

if TYPE_CHECKING:
    from tracker.night import Judged
    from tracker.taken import Taken


@dataclass
class Course:
    """What is known of a run up to now, however it ends."""

    command: str
    log: Log = field(default_factory=Log)
    began_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    ended_at: datetime | None = None
    taken: list[Taken] = field(default_factory=list)
    judged: Judged | None = None
    code: int = 0
    dry: bool = False  # it writes nothing: no numbers are kept of it, and nobody is called

    @property
    def seconds(self) -> float:
        return ((self.ended_at or datetime.now(UTC)) - self.began_at).total_seconds()

    def files(self) -> Counter[str]:
        """How many files are in which state."""
        return Counter(one.state for one in self.taken)

    def rows(self) -> Counter[str]:
        """How many rows came into which table."""
        return sum((+one.tally.rows for one in self.new()), Counter[str]())

    def rejected(self) -> Counter[str]:
        """How many records were rejected for which reason."""
        return sum((+one.tally.rejected for one in self.new()), Counter[str]())

    def lines(self) -> int:
        return sum(one.lines for one in self.new())

    def new(self) -> list[Taken]:
        return [one for one in self.taken if one.state == "done"]

    def flagged(self) -> int:
        from tracker.report.verdicts import FLAGGED

        return sum(self.judged.verdicts[one] for one in FLAGGED) if self.judged else 0
