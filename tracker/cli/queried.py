"""For the auditor: any question in SQL, over the lake's tables."""

from __future__ import annotations

import click

from tracker.cli.options import Output, Setup, lake_options, only_text, output_options
from tracker.cli.question import Question
from tracker.cli.running import resource_options


@click.command(cls=Question)
@click.argument("query", callback=only_text)
@resource_options
@output_options
@lake_options
@click.pass_obj
def sql(setup: Setup, query: str, output: Output) -> None:
    """Ask the lake's tables in SQL, read-only.

    QUERY is one select; it sees the tables of `tracker tables` and nothing else: no file, no
    setting, no network. `describe TABLE` and `summarize TABLE` are selects, too.

    \b
    Example:
      tracker sql "select family, count(*) as sessions from session group by family"
      tracker sql "from reject order by source, line" --memory 1GB -o csv --to rejects.csv
    """
    from tracker.cli.show import show
    from tracker.report.query import query as ask

    settings = setup.settings()
    with ask(setup.open(), query, settings) as rows:
        show(rows, output, zone=settings.night_zone)
