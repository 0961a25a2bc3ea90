"""What an import of a register or a list says when it is done, or would be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.cli.options import Setup
    from tracker.registry.importing import Imported


def imported(setup: Setup, run: Callable[..., Imported], what: str, *, dry_run: bool) -> Imported:
    """Runs an import and says what it counted; a file with faults makes no lake either."""
    from tracker.cli.show import say
    from tracker.lake import is_lake

    if is_lake(setup.lake):
        done = run(setup.open(), dry_run=dry_run)
    else:
        done = run(None, dry_run=True)
        done = done if dry_run else run(setup.open_with_key()[0], dry_run=False)
    warn(done.warnings)
    counts = ", ".join(f"{count} {word}" for word, count in done.counts.items())
    version = f"; version {done.version}" if done.version else "; nothing new"
    touched = f"; {done.registrants} registrants are touched" if done.registrants else ""
    unwritten = f"{touched} (dry run: nothing is written)" if dry_run else ""
    say(f"{what}: {counts}{version}{unwritten}")
    return done


def warn(warnings: Iterable[str]) -> None:
    from tracker.cli.show import say

    for warning in warnings:
        say(f"warning: {warning}")
