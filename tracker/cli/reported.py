"""For the auditor: the report, as one file to hand on."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from tracker.cli.options import (
    Output,
    Setup,
    detections_option,
    lake_options,
    moment,
    type_path,
    window_options,
)


@click.command()
@window_options
@click.option(
    "--to", type=type_path, metavar="FILE", help="Write the rows to a file, not to stdout."
)
@detections_option
@lake_options
@click.pass_obj
def report(setup: Setup, since: str | None, until: str | None, to: Path | None) -> None:
    """Write what was judged as one page to hand on, with every flag explained.

    The page is one HTML file that opens in any browser and asks nothing of a network: a summary in
    words, sessions by night and verdict, what a ban of all VPNs would have cut, what the gateways
    told, and each flagged session with its reasons. All nights are told of unless --since and
    --until say which.

    \b
    Example:
      tracker report --since 2026-03-01 --until 2026-04-01 --to march.html
    """
    from tracker.cli.show import print_text, say
    from tracker.errors import UsageError
    from tracker.report.page.page import report as ask

    if to is None and sys.stdout.isatty():
        raise UsageError("a page is nothing for a terminal", todo="name a file with --to")
    settings = setup.settings()
    window = {
        name: moment(said, settings.night_zone)
        for name, said in (("since", since), ("until", until))
    }
    page = ask(setup.open(), **window, settings=settings, made_at=datetime.now(UTC))
    print_text(page, Output("table", to))
    say(f"{to or 'page'}: {len(page.encode()) + 1:,} bytes")
