"""For the auditor: any question in SQL, over the lake's tables."""

from __future__ import annotations

import click

from tracker.cli.options import Output, Setup, lake_options, output_options


@click.command()
@click.argument("query")
@output_options
@lake_options
@click.pass_obj
def sql(setup: Setup, query: str, output: Output) -> None:
    """Ask the lake's tables in SQL, read-only.

    QUERY is one select; it sees the tables of `tracker tables` and nothing else.

    \b
    Example:
      tracker sql "select family, count(*) as sessions from session group by family"
    """
    from tracker.cli.show import show
    from tracker.report.query import query as ask

    zone, resources = setup.settings().night_zone, setup.resources()
    with ask(setup.open(), query, resources) as rows:
        show(rows, output, zone=zone)
