"""For the operator: a whole night, from the inbox to judged sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.counted import tell_judged, tell_taken, tell_tidied
from tracker.cli.options import Setup, detections_option, lake_options
from tracker.cli.stated import source_options

if TYPE_CHECKING:
    from tracker.logfile import Asked


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--inbox",
    multiple=True,
    metavar="DIR",
    help="A folder; every log in it is brought in. As `inbox` in tracker.toml says, if no path is named.",
)
@source_options
@detections_option
@lake_options
@click.pass_obj
def nightly(setup: Setup, paths: tuple[str, ...], inbox: tuple[str, ...], asked: Asked) -> int:
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
    inboxes = inbox or ([] if paths else settings.inboxes)
    with watched() as watch:
        done = run(lake, key, list(paths), asked, settings, watch, inboxes)
    codes = tell_taken(done.taken, settings.max_rejects), tell_tidied(done.tidied)
    tell_judged(done.judged)
    return max(codes)
