"""For the operator: a whole night, from the inbox to judged sessions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.counted import code_of_files, tell_doubts, tell_tidied, tell_upkeep
from tracker.cli.course import Course
from tracker.cli.judged import nights
from tracker.cli.options import (
    Output,
    Setup,
    detections_option,
    dry_run_option,
    lake_options,
    output_options,
    window_options,
)
from tracker.cli.running import run_options
from tracker.cli.stated import source_options

if TYPE_CHECKING:
    from datetime import date

    from tracker.logfile import Asked
    from tracker.settings import Settings


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--inbox",
    multiple=True,
    metavar="DIR",
    help="A folder; every log in it is brought in. As `inbox` in tracker.toml says, if no path is named.",
)
@window_options
@dry_run_option
@source_options
@detections_option
@output_options
@run_options
@lake_options
@click.pass_obj
def nightly(
    setup: Setup,
    /,
    inbox: tuple[str, ...],
    since: str | None,
    until: str | None,
    dry_run: bool,
    output: Output,
    course: Course,
    **logs: Any,
) -> int:
    """Ingest what is new, judge the nights it touches, report.

    Nights are judged that any log brought in since the last such run touches, late ones too; with
    --since and --until also all nights between that have a connection, such as after an outage or
    a change of the register. At the end the lake is compacted, where that is worth it.

    --dry-run lists what would become of each file, which -o and --to are for, and tells which nights
    would be judged for what is in the lake already.

    \b
    Example:
      tracker nightly --inbox /var/spool/tracker --zone Europe/Vilnius
      tracker nightly conn.log radius.detail
      tracker nightly --since 2026-03-01 --until 2026-03-15 --dry-run
    """
    course.dry = dry_run
    settings = setup.settings()
    window = nights(settings.night_zone, since, until) if since or until else None
    wanted = Wanted(list(logs["paths"]), logs["asked"], inbox, window)
    if dry_run:
        return _foresee(setup, settings, wanted, output)
    return _run(setup, settings, wanted, course)


@dataclass(frozen=True)
class Wanted:
    """What a night is to take, and the nights to be judged besides."""

    paths: list[str]
    asked: Asked
    inbox: tuple[str, ...]
    window: tuple[date, date] | None

    def inboxes(self, settings: Settings) -> list[str]:
        """Those named; those of the settings where nothing is."""
        return list(self.inbox) or ([] if self.paths else settings.inboxes)


def _run(setup: Setup, settings: Settings, wanted: Wanted, course: Course) -> int:
    from tracker.cli.progress import watched
    from tracker.night import nightly as run

    lake, key = setup.open_with_key()
    inboxes = wanted.inboxes(settings)
    with watched(course, settings.max_rejects) as watch:
        done = run(lake, key, wanted.paths, wanted.asked, settings, watch, inboxes, wanted.window)
    course.judged = done.judged
    tell_doubts(course.log, done.judged)
    tidied = tell_tidied(course.log, done.tidied)
    code = max(code_of_files(course.taken, settings.max_rejects), tidied)
    return code or tell_upkeep(course.log, done.upkeep)


def _foresee(setup: Setup, settings: Settings, wanted: Wanted, output: Output) -> int:
    from tracker.cli.show import say, show
    from tracker.foreseen import foresee
    from tracker.lake import is_lake, refuse_place

    if not is_lake(setup.lake):
        refuse_place(setup.lake)
    lake = setup.open() if is_lake(setup.lake) else None
    inboxes = wanted.inboxes(settings)
    found = foresee(lake, wanted.paths, wanted.asked, settings, inboxes, wanted.window)
    show(found.files, output, brief=_FORESEEN)
    states = Counter(found.files["state"].to_pylist())
    counted = ", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "none"
    say(f"files: {counted} (dry run: nothing is written)")
    judged = ", ".join(map(str, found.nights)) or "none"
    say(f"nights to be judged for what is in the lake already: {judged}")
    if states["new"] or states["grown"]:
        say("which nights the new and grown files touch is known when they have been read")
    return _REFUSED if states["refused"] else 0


_FORESEEN = ("path", "state", "format", "lines", "zone", "gateway", "goes", "told")
_REFUSED = 4
