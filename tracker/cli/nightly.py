"""For the operator: a whole night, from the inbox to judged sessions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.counted import tell_judged, tell_taken
from tracker.cli.options import Setup, detections_option, lake_options
from tracker.cli.stated import source_options

if TYPE_CHECKING:
    from tracker.logfile import Asked


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--inbox", type=click.Path(path_type=Path), help="A folder; every file in it is brought in."
)
@source_options
@detections_option
@lake_options
@click.pass_obj
def nightly(setup: Setup, paths: tuple[str, ...], inbox: Path | None, asked: Asked) -> int:
    """Ingest what is new, judge the nights it touches, report.

    Nights are judged that any log brought in since the last such run touches, late ones too.

    \b
    Example:
      tracker nightly --inbox /var/spool/tracker --zone Europe/Vilnius
      tracker nightly conn.log radius.detail
    """
    from tracker.cli.progress import watched
    from tracker.night import nightly as run

    lake, key = setup.open_with_key()
    settings = setup.settings()
    # An inbox with nothing in it is a night like any other.
    full = inbox and (not inbox.is_dir() or any(file.is_file() for file in inbox.rglob("*")))
    wanted = [*paths, *([str(inbox)] if full else [])]
    with watched() as watch:
        done = run(lake, key, wanted, asked, settings, watch)
    code = tell_taken(done.taken, settings.max_rejects)
    tell_judged(done.judged)
    return code
