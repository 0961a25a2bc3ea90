"""For the operator: what was not understood."""

from __future__ import annotations

import click

from tracker.cli.options import Output, Setup, lake_options, output_options


@click.command()
@click.option("--source", metavar="S", help="Only of this source: its id, or its file's path.")
@click.option("--raw", is_flag=True, help="With the records' text, which needs the key.")
@click.option(
    "--limit", type=click.IntRange(0), help="At most so many rows; how many more is said."
)
@output_options
@lake_options
@click.pass_obj
def rejects(
    setup: Setup, output: Output, source: str | None, *, raw: bool, limit: int | None
) -> None:
    """List the records that were not understood, file by file.

    Each has its file, line, reason and shape: letters as a, digits as 0. With --raw also its text,
    up to 4096 characters of it, as the log had it: with names in clear.

    \b
    Example:
      tracker rejects --source conn.log
      tracker rejects --raw --limit 20 -o jsonl --to rejects.jsonl
    """
    from tracker.cli.show import say, show
    from tracker.rejects import rejects as ask

    lake, key = setup.opened_with_key() if raw else (setup.open(), None)
    zone = setup.settings().night_zone
    with ask(lake, source, limit, key, setup.resources()) as found:
        brief = ("path", "line", "reason", "text" if raw else "shape")
        show(found.rows, output, brief=brief, zone=zone)
    say(f"{found.total} rejected records")
    if limit is not None and found.total > limit:
        say(f"{found.total - limit} more are not shown; --limit cut them")
