"""What a command says on stderr: a line for people, or an object a line for machines."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

import click

Level = Literal["info", "warning", "error"]
_PLACE = "tracker.log"
_KEPT = 20  # lines


@dataclass
class Log:
    """What is said, as text or as JSON; the last lines of it are kept for whoever is called on failure."""

    as_json: bool = False
    last: deque[str] = field(default_factory=lambda: deque(maxlen=_KEPT))

    def say(
        self,
        text: str,
        event: str = "note",
        level: Level = "info",
        fields: Mapping[str, object] | None = None,
    ) -> None:
        """One line. Of JSON the time in UTC, level, event and text come first, and then the fields."""
        from tracker.printable import printable

        told = printable(text).replace("\n", "\\u000a")  # names of files may hold line ends
        self.last.append(told)
        if self.as_json:
            at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            head = {"time": at, "level": level, "event": event, "text": text}
            # All but ASCII is escaped, so that nothing hidden and no broken sign reaches a terminal.
            told = json.dumps(head | dict(fields or {}), default=str)
        click.echo(told, err=True)

    def install(self) -> None:
        """From here on this command says everything so."""
        click.get_current_context().meta[_PLACE] = self


def say(text: str) -> None:
    """One line, as the command that runs was asked to say it."""
    current_log().say(text)


def current_log() -> Log:
    ctx = click.get_current_context(silent=True)
    found = ctx.meta.get(_PLACE) if ctx else None
    return found if isinstance(found, Log) else Log()
